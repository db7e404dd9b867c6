package io.datacook.engine.link;

import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.link.LinkOptions.Compression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Requests as frames. Stateless.
final class RequestCodec {
    /// The first release's; a left half refuses others.
    private static final long VERSION = 1;

    private RequestCodec() {}

    static Frame frame(Request request, LinkOptions options) {
        MetaWriter out = new MetaWriter()
                .number(VERSION)
                .number(options.heartbeat().toMillis())
                .number(options.timeout().toMillis());
        switch (request) {
            case Request.Discover(String stream) -> out.text("discover").text(stream);
            case Request.Open(String stream) -> out.text("open").text(stream);
            case Request.Describe() -> out.text("describe");
            case Request.CursorMax(String column) -> out.text("cursor_max").text(column);
            case Request.Splits(CursorRange range) -> range(out.text("splits"), range);
            case Request.Finish() -> out.text("finish");
            case Request.Goodbye() -> out.text("goodbye");
            case Request.Read read -> {
                out.text("read").number(read.feed());
                split(out, read.split());
                range(out.fields(read.from().fields()), read.range());
                out.number(read.creditBytes()).text(read.compression().name());
            }
        }
        return Frame.of(FrameType.REQUEST, out);
    }

    static Request.Framed read(Received frame) {
        MetaReader in = frame.reader();
        long version = in.number();
        if (version != VERSION) {
            throw LinkFailures.damaged("a request of version %d, and this release speaks %d; run the same release in "
                            .formatted(version, VERSION)
                    + "all pods of a run");
        }
        Duration heartbeat = Duration.ofMillis(in.number());
        Duration timeout = Duration.ofMillis(in.number());
        return new Request.Framed(request(in), heartbeat, timeout);
    }

    private static Request request(MetaReader in) {
        String verb = in.text();
        return switch (verb) {
            case "discover" -> new Request.Discover(in.text());
            case "open" -> new Request.Open(in.text());
            case "describe" -> new Request.Describe();
            case "cursor_max" -> new Request.CursorMax(in.text());
            case "splits" -> new Request.Splits(range(in));
            case "finish" -> new Request.Finish();
            case "goodbye" -> new Request.Goodbye();
            case "read" ->
                new Request.Read(
                        in.number(),
                        split(in),
                        new Position(in.fields()),
                        range(in),
                        in.number(),
                        Compression.valueOf(in.text()));
            default -> throw LinkFailures.damaged("the unknown request '" + verb + "'");
        };
    }

    static void split(MetaWriter out, Split split) {
        out.text(split.id()).fields(split.fields()).number(split.rowsEstimate()).number(split.bytesEstimate());
    }

    static Split split(MetaReader in) {
        return new Split(in.text(), in.fields(), in.number(), in.number());
    }

    private static void range(MetaWriter out, @Nullable CursorRange range) {
        out.flag(range != null);
        if (range != null) {
            out.text(range.column()).text(range.after()).text(range.upTo());
        }
    }

    private static @Nullable CursorRange range(MetaReader in) {
        return in.flag() ? new CursorRange(in.text(), in.textOrNull(), in.textOrNull()) : null;
    }
}
