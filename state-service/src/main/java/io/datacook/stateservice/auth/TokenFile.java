package io.datacook.stateservice.auth;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tokens of a mounted file: lines of `sha256(token) tenant [run [stage]]`, `-` for any run, `#` for comments; the
/// tenant `*` makes an operator. The file is read again when it changes.
///
/// **Threading:** safe for all threads.
final class TokenFile implements TokenCheck {
    private static final Logger LOG = Logger.getLogger(TokenFile.class);
    private static final long BYTES_MAX = 4 << 20;
    private static final int LINES_MAX = 20_000;

    private final Path file;
    private volatile Read read;

    private record Read(FileTime changed, List<Line> lines) {}

    private record Line(String hash, Identity identity) {}

    /// @throws IllegalStateException if the file is absent or has a line that makes no sense
    TokenFile(Path file) {
        this.file = file;
        try {
            this.read = new Read(Files.getLastModifiedTime(file), lines());
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "cannot read the tokens of DATACOOK_AUTH_TOKENS_FILE, %s: %s".formatted(file, failed.getMessage()),
                    failed);
        }
    }

    @Override
    public Identity identify(@Nullable String token) {
        if (token == null) {
            throw new Refused(Failure.UNAUTHENTICATED, "send a token: Authorization: Bearer <token>");
        }
        byte[] hash = Hashes.sha256(token).getBytes(StandardCharsets.US_ASCII);
        Identity found = null;
        // All lines are compared, and each in constant time: how long this takes tells nothing about the file.
        for (Line line : newest().lines()) {
            if (MessageDigest.isEqual(line.hash().getBytes(StandardCharsets.US_ASCII), hash)) {
                found = line.identity();
            }
        }
        if (found == null) {
            throw new Refused(Failure.UNAUTHENTICATED, "nobody knows this token; ask who runs the state service");
        }
        return found;
    }

    /// A file that is wrong, or cannot be read for a moment, leaves what was known.
    private Read newest() {
        Read known = read;
        FileTime changed = known.changed();
        try {
            changed = Files.getLastModifiedTime(file);
            if (changed.equals(known.changed())) {
                return known;
            }
            known = new Read(changed, lines());
            LOG.infof("%d tokens read from %s", known.lines().size(), file);
        } catch (IOException | IllegalStateException failed) {
            if (changed.equals(known.changed())) {
                return known;
            }
            // Said once for each change, not for each request.
            known = new Read(changed, known.lines());
            LOG.errorf("the tokens before still count: %s", failed.getMessage());
        }
        read = known;
        return known;
    }

    private List<Line> lines() throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IllegalStateException("%s has more than %d bytes".formatted(file, BYTES_MAX));
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            String bare = text.strip();
            if (!bare.isEmpty() && !bare.startsWith("#")) {
                lines.add(line(bare, number));
            }
        }
        if (lines.size() > LINES_MAX) {
            throw new IllegalStateException("%s has more than %d tokens".formatted(file, LINES_MAX));
        }
        return List.copyOf(lines);
    }

    private Line line(String text, int number) {
        String[] parts = text.split("\\s+", -1);
        if (parts.length < 2 || parts.length > 4 || !parts[0].matches("[0-9a-fA-F]{64}")) {
            throw new IllegalStateException(
                    "%s:%d must be 'sha256(token) tenant [run [stage]]', the hash as 64 hexadecimal digits"
                            .formatted(file, number));
        }
        String hash = parts[0].toLowerCase(Locale.ROOT);
        if (parts[1].equals("*")) {
            return new Line(hash, Identity.operator());
        }
        String run = parts.length > 2 && !parts[2].equals("-") ? parts[2] : null;
        Stage stage = null;
        if (parts.length == 4) {
            stage = Stage.of(parts[3]);
            if (stage == null) {
                throw new IllegalStateException("%s:%d has the stage '%s'; allowed are extractor, transform and writer"
                        .formatted(file, number, parts[3]));
            }
        }
        return new Line(hash, new Identity(Identity.Reach.TENANT, parts[1], run, stage, null, null));
    }
}
