package io.datacook.engine.recipe;

import io.datacook.engine.recipe.RecipeDocument.Contents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what `extends` names: a sibling manifest, a file, a shipped cookbook, or a URL pinned by its digest.
final class Parents {
    private static final String PIN = "#sha256=";
    private static final int SIBLING_FILES_MAX = 200;

    private final Fetcher fetcher;
    private final List<RecipeProblem> problems;
    private final Map<String, Contents> read = new HashMap<>();

    /// @param fetcher reads `https:` parents
    /// @param problems takes what is wrong
    Parents(Fetcher fetcher, List<RecipeProblem> problems) {
        this.fetcher = fetcher;
        this.problems = problems;
    }

    /// Reads a file that is named on the command line or by a relative path; each file once.
    ///
    /// @param shown how places show it
    /// @return `null` if it cannot be read, which is a problem
    @Nullable
    Contents file(Path file, String shown, RecipeProblem missing) {
        try {
            String id = file.toRealPath().toString();
            Contents known = read.get(id);
            if (known == null) {
                known = Manifests.read(shown, id, file, bytes(file), problems);
                read.put(id, known);
            }
            return known;
        } catch (FileSystemException e) {
            problems.add(missing);
        } catch (IOException e) {
            problems.add(new RecipeProblem(missing.rule(), missing.place(), "'%s' cannot be read".formatted(shown)));
        }
        return null;
    }

    /// One byte more than the limit is enough to refuse a file.
    private static byte[] bytes(Path file) throws IOException {
        try (java.io.InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.BYTES_MAX + 1);
        }
    }

    /// The recipe a reference names, or `null` if there is none, which is a problem.
    ///
    /// @param reference as written after `extends:`
    /// @param siblings the file with the recipe that extends
    @Nullable
    RecipeDocument find(String reference, Place place, Contents siblings, RecipeDocument child) {
        if (reference.startsWith(Cookbooks.SCHEME)) {
            return single(Cookbooks.read(reference, place, problems), reference, place);
        }
        String lower = reference.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https:") || lower.startsWith("file:")) {
            return pinned(reference, place);
        }
        if (lower.matches("[a-z][a-z0-9+.-]+://.*")) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s' has an unknown scheme".formatted(Texts.cut(reference)),
                    "Known are datacook://, https: and file:, and plain paths."));
            return null;
        }
        RecipeDocument sibling = siblings.named(reference);
        if (sibling != null && !sibling.id().equals(child.id())) {
            return sibling;
        }
        return relative(reference, place, child);
    }

    private @Nullable RecipeDocument relative(String reference, Place place, RecipeDocument child) {
        Path base = child.file().path();
        if (base == null) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s': a cookbook or a URL has no folder to find it in".formatted(Texts.cut(reference)),
                    "Write datacook:// or a pinned URL."));
            return null;
        }
        try {
            Path file = base.resolveSibling(reference).normalize();
            if (Files.isRegularFile(file)) {
                String shown = Path.of(child.file().name())
                        .resolveSibling(reference)
                        .normalize()
                        .toString();
                RecipeProblem unreadable =
                        new RecipeProblem(Rule.EXTENDS, place, "extends '%s' cannot be read".formatted(reference));
                return single(file(file, shown, unreadable), reference, place);
            }
        } catch (InvalidPathException e) {
            // Falls through: what is no path can still be a name.
        }
        RecipeDocument sibling = inFolder(reference, base, child.file().name());
        if (sibling == null) {
            problems.add(missing(reference, place, base));
        }
        return sibling;
    }

    /// Looks through the manifests beside a file for one of this name.
    private @Nullable RecipeDocument inFolder(String name, Path base, String shownBase) {
        if (name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
            return null;
        }
        for (Path file : recipeFiles(base)) {
            String shown = Path.of(shownBase).resolveSibling(file.getFileName()).toString();
            RecipeDocument named = neighbour(file, shown, name);
            if (named != null) {
                return named;
            }
        }
        return null;
    }

    /// Neighbours may be broken, or no recipes at all: that is nobody's business here.
    private static @Nullable RecipeDocument neighbour(Path file, String shown, String name) {
        try {
            String id = file.toRealPath().toString();
            return Manifests.read(shown, id, file, bytes(file), new ArrayList<>())
                    .named(name);
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Path> recipeFiles(Path base) {
        Path folder = base.toAbsolutePath().getParent();
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(SIBLING_FILES_MAX)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static RecipeProblem missing(String reference, Place place, Path base) {
        List<String> names = recipeFiles(base).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        String near = DidYouMean.suggest(reference, names);
        return new RecipeProblem(
                Rule.EXTENDS,
                place,
                "extends '%s': there is no such file or sibling manifest".formatted(Texts.cut(reference)),
                near == null ? "Paths start at the folder of the file that extends." : near);
    }

    private @Nullable RecipeDocument pinned(String reference, Place place) {
        int at = reference.indexOf(PIN);
        String pin = at < 0 ? "" : reference.substring(at + PIN.length());
        if (!pin.matches("[0-9a-f]{64}")) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s' is not pinned; a URL ends in #sha256= and 64 hexadecimal digits"
                            .formatted(Texts.cut(Redaction.text(reference))),
                    "Append #sha256=…, as `sha256sum` prints it for the file."));
            return null;
        }
        String address = reference.substring(0, at);
        try {
            byte[] bytes =
                    address.startsWith("file:") ? bytes(Path.of(new URI(address))) : fetcher.fetch(new URI(address));
            String digest = Canonical.sha256(bytes);
            if (!digest.equals(pin)) {
                problems.add(new RecipeProblem(
                        Rule.EXTENDS,
                        place,
                        "extends '%s': the file's digest is %s".formatted(Texts.cut(Redaction.text(address)), digest),
                        "If the change is wanted, pin the new digest."));
                return null;
            }
            Contents contents = Manifests.read(address, address + PIN + pin, null, bytes, problems);
            return single(contents, reference, place);
        } catch (IOException | java.net.URISyntaxException | IllegalArgumentException e) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s' cannot be read: %s"
                            .formatted(
                                    Texts.cut(Redaction.text(address)),
                                    Redaction.text(String.valueOf(e.getMessage())))));
            return null;
        }
    }

    private @Nullable RecipeDocument single(@Nullable Contents contents, String reference, Place place) {
        if (contents == null || contents.documents().isEmpty()) {
            return null;
        }
        if (contents.documents().size() > 1) {
            problems.add(new RecipeProblem(
                    Rule.EXTENDS,
                    place,
                    "extends '%s': the file has %d recipes"
                            .formatted(
                                    Texts.cut(reference), contents.documents().size()),
                    "Put the parent into a file of its own, or name it from within its file."));
            return null;
        }
        return contents.documents().getFirst();
    }
}
