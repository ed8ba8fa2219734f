"""Writes weights as a PyTorch user would name and shape them, and what a NumPy user would compute of them.

usage: weights.py FOLDER. The numbers are of this script alone: nothing of the project's is called.
"""

import json
import struct
import sys

import numpy as np

FEATURES, HIDDEN, LATENT = 64, 16, 2
rng = np.random.default_rng(7)
shapes = {
    "fc1.weight": (HIDDEN, FEATURES),
    "fc1.bias": (HIDDEN,),
    "fc21.weight": (LATENT, HIDDEN),
    "fc21.bias": (LATENT,),
    "fc22.weight": (LATENT, HIDDEN),
    "fc22.bias": (LATENT,),
    "fc3.weight": (HIDDEN, LATENT),
    "fc3.bias": (HIDDEN,),
    "fc4.weight": (FEATURES, HIDDEN),
    "fc4.bias": (FEATURES,),
}
# Values that half precision holds exactly, so that every type of the file gives the same network.
weights = {k: (rng.integers(-64, 65, s) / 128).astype(np.float32) for k, s in shapes.items()}


def save(tensors, dtype, name):
    header, data = {}, b""
    for key, value in tensors.items():
        if dtype == "BF16":
            raw = (value.view(np.uint32) >> 16).astype("<u2").tobytes()
        else:
            raw = value.astype({"F64": "<f8", "F32": "<f4", "F16": "<f2"}[dtype]).tobytes()
        header[key] = {"dtype": dtype, "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    header["steps"] = {"dtype": "I64", "shape": [], "data_offsets": [len(data), len(data) + 8]}
    text = json.dumps(header).encode()
    with open(name, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data + struct.pack("<q", 3))


for dtype in ("F64", "F32", "F16", "BF16"):
    save(weights, dtype, f"{sys.argv[1]}/{dtype}.safetensors")

w = {k: v.astype(np.float64) for k, v in weights.items()}
x = np.fromfunction(lambda i, j: (i * 7 + j * 3) % 5 / 4, (3, FEATURES))
h = np.maximum(x @ w["fc1.weight"].T + w["fc1.bias"], 0)
mean = h @ w["fc21.weight"].T + w["fc21.bias"]
# This network emits log sigma.
log_var = 2 * (h @ w["fc22.weight"].T + w["fc22.bias"])
g = np.maximum(mean @ w["fc3.weight"].T + w["fc3.bias"], 0)
image = 1 / (1 + np.exp(-(g @ w["fc4.weight"].T + w["fc4.bias"])))
with open(f"{sys.argv[1]}/expected.json", "w") as out:
    json.dump({"mean": mean.tolist(), "log_var": log_var.tolist(), "image": image.tolist()}, out)
