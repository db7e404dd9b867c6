package io.datacook.nativebuild;

import io.datacook.nativebuild.Reachability.Use;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a library needs that it does not say itself: the only table, one row for each library.
///
/// @param jar how its jar's name begins
/// @param module who declares the dependency, and so keeps its metadata
/// @param grants uses of types
/// @param resources what it loads from the class path: its code for Linux, on both processors
record Library(String jar, String module, List<Grant> grants, List<String> resources) {
    private static final Set<Use> JNI = Set.of(Use.MADE, Use.CALLED, Use.READ, Use.NATIVE);

    /// Uses of types.
    ///
    /// @param types a regular expression for names in the jar; names of the JDK are taken as they are
    record Grant(String types, Set<Use> uses) {
        boolean matches(String type) {
            return Pattern.matches(types, type);
        }

        boolean isOfTheJdk() {
            return types.startsWith("java") || types.startsWith("sun") || types.startsWith("jdk");
        }
    }

    static final List<Library> ALL = List.of(
            // Finds its allocator by looking for this class file, then reads the factory; asks Unsafe for memory.
            new Library(
                    "arrow-memory-unsafe",
                    "api",
                    List.of(
                            new Grant("org\\.apache\\.arrow\\.memory\\.unsafe\\.[A-Z]\\w+", Set.of(Use.READ)),
                            new Grant("java.nio.Buffer", Set.of(Use.READ)),
                            new Grant("java.nio.DirectByteBuffer", Set.of(Use.MADE)),
                            new Grant("sun.misc.Unsafe", Set.of(Use.READ))),
                    List.of("org/apache/arrow/memory/unsafe/DefaultAllocationManagerFactory.class")),
            new Library(
                    "arrow-c-data",
                    "connectors",
                    List.of(
                            new Grant("org\\.apache\\.arrow\\.c\\.jni\\.\\w+", JNI),
                            new Grant("org\\.apache\\.arrow\\.c\\.ArrayStreamExporter\\$\\w+", JNI),
                            // DuckDB's driver calls these two by their names.
                            new Grant("org\\.apache\\.arrow\\.c\\.(ArrowArrayStream|Data)", Set.of(Use.CALLED)),
                            new Grant("java.lang.Object", Set.of(Use.CALLED, Use.NATIVE)),
                            new Grant("java.lang.RuntimeException", JNI)),
                    List.of(
                            "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so",
                            "arrow_cdata_jni/aarch_64/libarrow_cdata_jni.so")),
            // Brings its own description, but for the exception its native code throws. Its code is 72 MB: it lies
            // beside the executable, where the driver looks first.
            new Library("duckdb_jdbc", "connectors", List.of(new Grant("java.sql.SQLException", JNI)), List.of()),
            new Library(
                    "zstd-jni",
                    "connectors",
                    List.of(
                            new Grant("com\\.github\\.luben\\.zstd\\.[A-Z][\\w$]+", JNI),
                            new Grant("java.lang.OutOfMemoryError", JNI)),
                    List.of("linux/amd64/libzstd-jni-*.so", "linux/aarch64/libzstd-jni-*.so")),
            new Library(
                    "snappy-java",
                    "connectors",
                    List.of(
                            new Grant("org\\.xerial\\.snappy\\.(SnappyNative|SnappyError|SnappyErrorCode)", JNI),
                            new Grant("java.lang.OutOfMemoryError", JNI),
                            new Grant("java.lang.IllegalArgumentException", JNI),
                            new Grant("java.lang.IllegalStateException", JNI)),
                    List.of(
                            "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
                            "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so",
                            "org/xerial/snappy/VERSION")),
            // Chooses its implementations by name, and makes them by their constructor or their constant.
            new Library(
                    "lz4-java",
                    "connectors",
                    List.of(
                            new Grant("net\\.jpountz\\.(lz4|xxhash)\\.\\w*(JNI|Java(Safe|Unsafe))\\w*", JNI),
                            new Grant("java.lang.OutOfMemoryError", JNI)),
                    List.of(
                            "net/jpountz/util/linux/amd64/liblz4-java.so",
                            "net/jpountz/util/linux/aarch64/liblz4-java.so")),
            // Makes its socket factories and the values of its own types by their names.
            new Library(
                    "postgresql",
                    "connectors",
                    List.of(
                            new Grant("org\\.postgresql\\.ssl\\.\\w*Factory", Set.of(Use.MADE)),
                            new Grant("org\\.postgresql\\.(geometric|util)\\.PG\\w+", Set.of(Use.MADE))),
                    List.of()));
}
