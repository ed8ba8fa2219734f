"""A session with the kernel by Jupyter's own client. usage: client.py KERNELS FOLDER"""

import json
import os
import sys
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

PATIENCE = 240
os.chdir(sys.argv[2])
specs = KernelSpecManager(kernel_dirs=[sys.argv[1]])
manager = KernelManager(kernel_name="vae4j", kernel_spec_manager=specs)
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=PATIENCE)
pid = manager.provisioner.process.pid
group = os.getpgid(pid)
found = {}


def run(code):
    """What a cell came to: its reply, and the text of its results."""
    texts = []

    def hook(message):
        if message["msg_type"] in ("execute_result", "display_data"):
            texts.append(message["content"]["data"].get("text/plain", ""))

    reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=hook)
    return reply["content"]["status"], texts


found["sum"] = run("1 + 1")

# Whoever can reach the port can write to it: no delimiter, no frames, a wrong signature, no JSON, no content.
shell = client.shell_channel.socket
header = json.dumps({"msg_id": "x", "msg_type": "execute_request", "session": "x", "username": "x", "version": "5.3",
                     "date": "2026-01-01T00:00:00Z"}).encode()
content = json.dumps({"code": "System.exit(3)", "silent": False}).encode()
for frames in (
    [b""],
    [b"\x00\xff" * 100],
    [b"<IDS|MSG>"],
    [b"<IDS|MSG>", b"0" * 64, header, b"{}", b"{}", content],
    [b"<IDS|MSG>", b"not hexadecimal", header, b"{}", b"{}", content],
    [b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"],
):
    shell.send_multipart(frames)
# Signed well, and nonsense all the same.
for kind, body in (("execute_request", {}), ("no_such_request", {"a": 1}), ("execute_request", {"code": 5})):
    client.session.send(shell, client.session.msg(kind, body))
found["afterGarbage"] = run("2 + 2")

# A training that would last for hours.
began = []


def watch(message):
    if message["msg_type"] in ("display_data", "update_display_data", "stream") and not began:
        began.append(time.monotonic())
        manager.interrupt_kernel()


reply = client.execute_interactive(
    'Vae4j.on("lines").set("data.lines.size", 8).set("data.lines.train", 200).set("data.lines.test", 40)'
    '.layers(8).latent(2).epochs(100000).set("evaluation.everyEpochs", 0).named("endless").train()',
    timeout=PATIENCE, output_hook=watch)
found["interrupted"] = reply["content"]["status"]
found["interruptSeconds"] = time.monotonic() - began[0]
found["afterInterrupt"] = run("3 + 3")

client.stop_channels()
manager.shutdown_kernel(now=False)


def members():
    """Processes of the kernel's group that are no zombies."""
    alive = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    fields = stat.read().rpartition(")")[2].split()
                if int(fields[2]) == group and fields[0] != "Z":
                    alive.append(int(name))
            except OSError:
                continue
    return alive


found["left"] = members()
print(json.dumps(found))
