package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.link.LinkOptions;
import io.datacook.engine.recipe.DataWindow;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a pod is told by its environment; `docs/reference/pods.md` has the table.
///
/// @param run the run's id
/// @param namespace the tenant
/// @param lane this pod's lane, from 0
/// @param lanes lanes of the run
/// @param layout how the parts lie
/// @param mode one window for each stream, or windows until told to stop
/// @param pod this pod's name
/// @param podUid this pod's unique id
/// @param address where right neighbours reach this pod, `host:port`
/// @param stateUrl the state service, or `null` for none: then `upstream` says where the left neighbour is
/// @param stateTokenFile holds the token for the state service, or `null` for none
/// @param window the data's window, for templates
/// @param upstream the left neighbour, `host:port`, where there is no state service and no socket
/// @param peerWait how long to wait for the left neighbour to come, or to come back
/// @param link how links behave
/// @param tls how links are kept private, or `null` if they are not
/// @param files where things lie
public record PodSettings(
        String run,
        String namespace,
        int lane,
        int lanes,
        Layout layout,
        Mode mode,
        String pod,
        String podUid,
        String address,
        @Nullable String stateUrl,
        @Nullable Path stateTokenFile,
        DataWindow window,
        @Nullable String upstream,
        Duration peerWait,
        LinkOptions link,
        @Nullable Tls tls,
        Files files) {
    private static final int LANES_MAX = 1_000;

    /// How long a run goes on.
    public enum Mode {
        /// One window for each stream, then the end.
        BATCH,
        /// Window after window until SIGTERM.
        STREAMING
    }

    /// How links are kept private and pods are known to each other.
    ///
    /// @param authority certificates in PEM that neighbours are trusted by
    /// @param certificate this pod's own in PEM, or `null` if neighbours do not ask
    /// @param key its key in PEM, or `null` with it
    public record Tls(
            Path authority,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /// Where things lie.
    ///
    /// @param recipe the recipe's file
    /// @param folder the writable folder where relative paths of the recipe start
    /// @param sockets the folder of the unix sockets
    /// @param termination where the last words go
    public record Files(Path recipe, Path folder, Path sockets, Path termination) {}

    /// Reads an environment.
    ///
    /// @throws DatacookException `USAGE` naming the variable that is missing or wrong
    public static PodSettings of(Map<String, String> environment) {
        Reader in = new Reader(environment);
        int lanes = in.number("DATACOOK_LANES", 1, 1, LANES_MAX);
        String run = in.required("DATACOOK_RUN");
        String pod = in.text("DATACOOK_POD", "local");
        Path authority = in.path("DATACOOK_LINK_TLS_CA", null);
        Tls tls = authority == null
                ? null
                : new Tls(authority, in.path("DATACOOK_LINK_TLS_CERT", null), in.path("DATACOOK_LINK_TLS_KEY", null));
        int port = tls == null
                ? in.number("QUARKUS_HTTP_PORT", 8080, 0, 65_535)
                : in.number("QUARKUS_HTTP_SSL_PORT", 8443, 0, 65_535);
        return new PodSettings(
                run,
                in.text("DATACOOK_NAMESPACE", "default"),
                in.number("DATACOOK_LANE", 0, 0, lanes - 1),
                lanes,
                in.choice("DATACOOK_LAYOUT", Layout.class, Layout.SPLIT),
                in.choice("DATACOOK_MODE", Mode.class, Mode.BATCH),
                pod,
                in.text("DATACOOK_POD_UID", pod),
                in.text("DATACOOK_POD_IP", "127.0.0.1") + ":" + port,
                in.orNull("DATACOOK_STATE_URL"),
                in.path("DATACOOK_STATE_TOKEN_FILE", null),
                new DataWindow(in.instant("DATACOOK_WINDOW_FROM"), in.instant("DATACOOK_WINDOW_TO")),
                in.orNull("DATACOOK_UPSTREAM"),
                Duration.ofSeconds(in.number("DATACOOK_PEER_WAIT_SECONDS", 300, 1, 86_400)),
                link(in),
                tls,
                files(in));
    }

    /// The stage that a process is: of its own service, unless `DATACOOK_STAGE` names another.
    ///
    /// @throws DatacookException `USAGE` if there is no such stage
    public static StageName stage(Map<String, String> environment, StageName own) {
        return new Reader(environment).choice("DATACOOK_STAGE", StageName.class, own);
    }

    private static LinkOptions link(Reader in) {
        LinkOptions options = LinkOptions.DEFAULT;
        int mebibytes = in.number("DATACOOK_LINK_CREDIT_MIB", (int) (options.creditBytes() >> 20), 1, 1024);
        return options.withCreditBytes((long) mebibytes << 20)
                .with(in.choice("DATACOOK_LINK_COMPRESSION", LinkOptions.Compression.class, options.compression()));
    }

    private static Files files(Reader in) {
        return new Files(
                Path.of(in.text("DATACOOK_RECIPE", "/etc/datacook/recipe/recipe.yaml")),
                Path.of(in.text("DATACOOK_FOLDER", "/var/lib/datacook")),
                Path.of(in.text("DATACOOK_SOCKETS", "/run/datacook")),
                Path.of(in.text("DATACOOK_TERMINATION_LOG", "/dev/termination-log")));
    }

    /// The socket a part listens at in [Layout#FUSED].
    public Path socket(StageName stage) {
        return files.sockets().resolve(stage.word() + ".sock");
    }

    private record Reader(Map<String, String> environment) {
        @Nullable
        String orNull(String name) {
            String text = environment.get(name);
            return text == null || text.isBlank() ? null : text.strip();
        }

        String text(String name, String otherwise) {
            String text = orNull(name);
            return text == null ? otherwise : text;
        }

        String required(String name) {
            String text = orNull(name);
            if (text == null) {
                throw new DatacookException(ErrorCode.USAGE, "the variable %s is not set".formatted(name));
            }
            return text;
        }

        @Nullable
        Path path(String name, @Nullable Path otherwise) {
            String text = orNull(name);
            return text == null ? otherwise : Path.of(text);
        }

        int number(String name, int otherwise, int least, int most) {
            String text = orNull(name);
            try {
                int number = text == null ? otherwise : Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException none) {
                throw wrong(name, text, "a whole number from %d to %d".formatted(least, most));
            }
            throw wrong(name, text, "a whole number from %d to %d".formatted(least, most));
        }

        @Nullable
        Instant instant(String name) {
            String text = orNull(name);
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeException none) {
                throw wrong(name, text, "a time such as 2026-11-21T00:00:00Z");
            }
        }

        <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
            String text = orNull(name);
            if (text == null) {
                return otherwise;
            }
            for (E each : type.getEnumConstants()) {
                if (each.name().equalsIgnoreCase(text)) {
                    return each;
                }
            }
            throw wrong(
                    name,
                    text,
                    "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
        }

        private static DatacookException wrong(String name, @Nullable String text, String allowed) {
            return new DatacookException(
                    ErrorCode.USAGE, "the variable %s is '%s'; it must be %s".formatted(name, text, allowed));
        }
    }
}
