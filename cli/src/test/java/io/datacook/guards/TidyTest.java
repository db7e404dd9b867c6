package io.datacook.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How a file may look: short, narrow, finished.
class TidyTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));

    @Test
    void looksAtTheWholeProject() {
        assertThat(sources().count()).isGreaterThan(100);
    }

    @Test
    void everySourceFileIsTidy() {
        assertThat(sources().flatMap(file -> Tidy.problems(ROOT.relativize(file).toString(), read(file)).stream()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(sources()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java"))
                                || !read(folder.resolve("package-info.java")).contains("@NullMarked")))
                .isEmpty();
    }

    @Test
    void aLongFileIsCaught() {
        assertThat(Tidy.problems("Long.java", "class Long {}\n" + "// why\n".repeat(400)))
                .containsExactly("Long.java has 401 lines; 400 are allowed");
    }

    @Test
    void aWideLineIsCaught() {
        assertThat(Tidy.problems("Wide.java", "class Wide {}\n// " + "x".repeat(118) + "\n"))
                .containsExactly("Wide.java:2 is 121 characters wide; 120 are allowed");
    }

    @Test
    void aDocumentationCommentThatTheFormatterCutIsCaught() {
        assertThat(Tidy.problems("Cut.java", "/// Says what it is\n// for.\nclass Cut {}\n"))
                .containsExactly(
                        "Cut.java:2 continues a documentation comment by //: the formatter cut a long line; write ///");
    }

    @Test
    void aLongFunctionIsCaught() {
        String function = "    void run() {\n" + "        next();\n".repeat(60) + "    }\n";

        assertThat(Tidy.problems("Tall.java", "class Tall {\n" + function + "}\n"))
                .containsExactly("Tall.java:2 function 'run' has 62 lines; 60 are allowed");
    }

    @Test
    void whatIsLeftUndoneIsCaught() {
        assertThat(Tidy.problems("Later.java", "class Later {} // TODO finish\n"))
                .containsExactly("Later.java:1 says TODO; finish it or file an issue");
    }

    @Test
    void aTabAndAnInferredTypeAreCaught() {
        assertThat(Tidy.problems("Odd.java", "class Odd {\n\tvoid run() {\n        var x = 1;\n    }\n}\n"))
                .containsExactly("Odd.java:2 has a tab", "Odd.java:3 hides a type behind var");
    }

    private static Stream<Path> sources() {
        try {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(ROOT)) {
                files = walk.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/target/"))
                        .toList();
            }
            return files.stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
