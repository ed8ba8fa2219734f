import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Loads every native library of the CUDA build in turn, and says what each answers; scripts/cuda/load-without-gpu
 * starts it.
 */
public class LoadCuda {

    private static final List<String> LIBRARIES = List.of(
            "org.bytedeco.cuda.global.cudart",
            "org.bytedeco.cuda.global.cublas",
            "org.bytedeco.cuda.global.cusolver",
            "org.bytedeco.cuda.global.cusparse",
            "org.bytedeco.cuda.global.cudnn",
            "org.nd4j.linalg.jcublas.bindings.Nd4jCuda");

    public static void main(String[] arguments) throws ReflectiveOperationException {
        int failures = 0;
        for (String library : LIBRARIES) {
            String name = library.substring(library.lastIndexOf('.') + 1);
            try {
                Class.forName(library);
                System.out.println(name + ": loaded");
            } catch (LinkageError e) {
                System.out.println(name + ": " + root(e).getMessage());
                failures++;
            }
        }
        if (failures > 0) {
            System.out.println(failures + " of " + LIBRARIES.size() + " libraries don't load");
            System.exit(1);
        }
        int[] count = new int[1];
        int code = cudart.cudaGetDeviceCount(count);
        System.out.println("cudaGetDeviceCount: " + code + " ("
                + cudart.cudaGetErrorString(code).getString() + "), " + count[0] + " devices");
        try {
            Object backend = Class.forName("org.nd4j.linalg.jcublas.JCublasBackend").getConstructor().newInstance();
            System.out.println("ND4J: can run: " + ((Nd4jBackend) backend).canRun());
        } catch (RuntimeException e) {
            System.out.println("ND4J: " + root(e).getMessage());
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
