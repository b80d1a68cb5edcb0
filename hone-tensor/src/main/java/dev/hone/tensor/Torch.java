package dev.hone.tensor;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch in this process. {@link #load} comes before anything else of {@code org.bytedeco}; the factories of this module call
 * it themselves. Loading unpacks about 450 MB once a machine, to {@code ~/.javacpp/cache} or the folder that the property {@code
 * org.bytedeco.javacpp.cachedir} names, and takes some seconds.
 *
 * <p>Runs with one thread are reproducible to the bit. Thread-safe.
 */
public final class Torch {

    private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    private Torch() {}

    /** Loaded once, when first asked for. */
    private static final class Library {

        private static final HoneException FAILURE = tryToLoad();

        private static HoneException tryToLoad() {
            // At every allocation JavaCPP compares the process's memory with a limit: slow, and it counts the heap
            // twice.
            if (System.getProperty(LIMIT) == null) {
                System.setProperty(LIMIT, "0");
            }
            try {
                // libtorch.so is unpacked and loaded first. Unless its libtorch_cpu.so lies beside it by then, the
                // loader
                // finds that of the system, if there is one, and the process dies.
                Loader.cacheResource(
                        torch.class,
                        "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/" + System.mapLibraryName("torch_cpu"));
                Loader.load(torch.class);
                // Not every processor suits it, and then it warns at each convolution.
                torch.globalContext().setUserEnabledNNPACK(false);
                setThreads(1);
                return null;
            } catch (IOException | LinkageError e) {
                return new HoneException(
                        "libtorch cannot be loaded on " + Loader.getPlatform() + ": " + e.getMessage()
                                + "; the libraries are there for linux-x86_64, and the folder "
                                + System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp/cache")
                                + " must have 450 MB and allow execution (-Dorg.bytedeco.javacpp.cachedir names another)",
                        e);
            }
        }

        private static void setThreads(int threads) {
            torch.set_num_threads(threads);
            // a pool of its own, with as many threads as there are cores unless told otherwise
            openblas_nolapack.blas_set_num_threads(threads);
        }
    }

    /**
     * Loads libtorch, if that has not been done.
     *
     * @throws HoneException if that is not possible on this machine
     */
    public static void load() {
        if (Library.FAILURE != null) {
            throw new HoneException(Library.FAILURE.getMessage(), Library.FAILURE);
        }
    }

    /**
     * Sets how many threads one operation uses, in this thread and in those that start to use libtorch later; 1 unless this is
     * called. Other numbers may change the last bits of sums.
     */
    public static void useThreads(int threads) {
        Check.positive("threads", threads);
        load();
        Library.setThreads(threads);
    }

    /** Threads that one operation uses in this thread. */
    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** A generator of libtorch that depends on {@code seed} and {@code keys} alone, as {@link Seeds#stream} does. */
    public static Generator generator(long seed, long... keys) {
        load();
        return torch.make_generator_cpu(Seeds.derive(seed, keys));
    }
}
