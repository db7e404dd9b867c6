package io.datacook.engine.link;

import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.Validation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One stream of another pod; its connection holds it open there.
final class LinkFeed implements Feed {
    private final LinkUpstream upstream;
    private final LinkCall call;
    private final long number;

    /// @param call the connection that opened the stream, owned by the feed from now on
    /// @param number names the stream to other connections
    LinkFeed(LinkUpstream upstream, LinkCall call, long number) {
        this.upstream = upstream;
        this.call = call;
        this.number = number;
    }

    private synchronized <T> T ask(Request request, Function<MetaReader, T> read) {
        call.send(RequestCodec.frame(request, upstream.options()));
        try (Received answer = call.take()) {
            return read.apply(answer.reader());
        }
    }

    @Override
    public Info describe() {
        return ask(new Request.Describe(), AnswerCodec::info);
    }

    @Override
    public @Nullable String cursorMax(String column) {
        return ask(new Request.CursorMax(column), answer -> new Value(answer.textOrNull()))
                .text();
    }

    private record Value(@Nullable String text) {}

    @Override
    public List<Split> splits(@Nullable CursorRange range) {
        return ask(new Request.Splits(range), AnswerCodec::splits);
    }

    @Override
    public SplitRows read(Split split, Position from, @Nullable CursorRange range) {
        LinkOptions options = upstream.options();
        Request.Read read = new Request.Read(number, split, from, range, options.creditBytes(), options.compression());
        return LinkRows.open(upstream, read);
    }

    @Override
    public List<Validation.Finding> finish() {
        return ask(new Request.Finish(), AnswerCodec::findings);
    }

    @Override
    public void close() {
        call.close();
    }
}
