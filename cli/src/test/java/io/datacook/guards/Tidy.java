package io.datacook.guards;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Measures one Java file against the house rules, by javac's own parser.
final class Tidy {
    private static final int FILE_LINES_MAX = 400;
    private static final int FUNCTION_LINES_MAX = 60;
    private static final int LINE_CHARS_MAX = 120;
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final Pattern UNDONE = Pattern.compile("//.*\\b(TODO|FIXME|XXX|HACK)\\b");
    private static final Pattern INFERRED = Pattern.compile("^\\s*(final |for \\(|try \\()?\\s*var \\w+");

    private static final Pattern DOC = Pattern.compile("^\\s*///");
    private static final Pattern COMMENT = Pattern.compile("^\\s*//(?!/)");

    private Tidy() {}

    /// All problems of a file, in order of rules.
    static List<String> problems(String name, String text) {
        List<String> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            problems.add("%s has %d lines; %d are allowed".formatted(name, lines.size(), FILE_LINES_MAX));
        }
        for (int i = 0; i < lines.size(); i++) {
            line(name, i + 1, lines.get(i), problems);
            if (i > 0
                    && DOC.matcher(lines.get(i - 1)).find()
                    && COMMENT.matcher(lines.get(i)).find()) {
                problems.add("%s:%d continues a documentation comment by //: the formatter cut a long line; write ///"
                        .formatted(name, i + 1));
            }
        }
        if (lines.size() > FUNCTION_LINES_MAX) {
            functions(name, text, problems);
        }
        return problems;
    }

    private static void line(String name, int number, String line, List<String> problems) {
        if (line.length() > LINE_CHARS_MAX) {
            problems.add("%s:%d is %d characters wide; %d are allowed"
                    .formatted(name, number, line.length(), LINE_CHARS_MAX));
        }
        if (UNDONE.matcher(line).find() && !name.endsWith("TidyTest.java") && !name.endsWith("Tidy.java")) {
            problems.add("%s:%d says TODO; finish it or file an issue".formatted(name, number));
        }
        if (line.indexOf('\t') >= 0) {
            problems.add("%s:%d has a tab".formatted(name, number));
        }
        if (INFERRED.matcher(line).find()) {
            problems.add("%s:%d hides a type behind var".formatted(name, number));
        }
    }

    private static void functions(String name, String text, List<String> problems) {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///File.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        JavacTask task = (JavacTask)
                COMPILER.getTask(null, null, new DiagnosticCollector<JavaFileObject>(), null, null, List.of(file));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Functions(name, unit, positions, problems).scan(unit, null);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class Functions extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final String name;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> problems;

        private Functions(String name, CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
            this.name = name;
            this.unit = unit;
            this.positions = positions;
            this.problems = problems;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            LineMap lines = unit.getLineMap();
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end >= 0) {
                long first = lines.getLineNumber(start);
                long count = lines.getLineNumber(end) - first + 1;
                if (count > FUNCTION_LINES_MAX) {
                    problems.add("%s:%d function '%s' has %d lines; %d are allowed"
                            .formatted(name, first, method.getName(), count, FUNCTION_LINES_MAX));
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
