import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of old libraries the form of Java 8, before the JVM's ahead-of-time cache is trained.
///
/// The cache holds no class of a form older than Java 6, and picocli's are of Java 5: each start would read and verify
/// them anew, a quarter of what `datacook --help` costs. Code stays as it is; only the version and the table that the
/// newer verifier reads are written. A jar is exchanged whole, by a rename.
///
/// `java ModernClasses.java FOLDER`: the jars in a folder; without such jars it changes nothing.
public final class ModernClasses {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;

    private ModernClasses() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            if (isOld(jar)) {
                renew(jar);
            }
        }
    }

    /// Whether the first class of a jar is of an old form; compilers write one form for all.
    private static boolean isOld(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (isClass(entry)) {
                    return ClassFile.of().parse(bytes(zip, entry)).majorVersion() < JAVA_6;
                }
            }
            return false;
        }
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void renew(Path jar) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (URLClassLoader types = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(types)));
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] bytes = bytes(in, entry);
                ClassModel old = isClass(entry) ? format.parse(bytes) : null;
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(old != null && old.majorVersion() < JAVA_6 ? renewed(format, old) : bytes);
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] renewed(ClassFile format, ClassModel type) {
        // Methods have to pass through a transformation, or their bytes are copied without the table.
        ClassTransform version = (made, element) -> {
            if (element instanceof ClassFileVersion) {
                made.withVersion(JAVA_8, 0);
            } else {
                made.with(element);
            }
        };
        return format.transformClass(
                type, version.andThen(ClassTransform.transformingMethodBodies((code, element) -> code.with(element))));
    }
}
