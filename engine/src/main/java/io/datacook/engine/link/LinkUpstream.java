package io.datacook.engine.link;

import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.Upstream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/// The right half of a link: an upstream that stands in another pod.
///
/// **Threading:** safe for all threads.
public final class LinkUpstream implements Upstream {
    private final LinkDialer dialer;
    private final LinkOptions options;
    private final BufferAllocator allocator;
    private final LinkWatch watch;

    /// @param dialer finds the pod
    /// @param options how each connection behaves
    /// @param allocator owns the batches that come
    /// @param watch hears of rows
    public LinkUpstream(LinkDialer dialer, LinkOptions options, BufferAllocator allocator, LinkWatch watch) {
        this.dialer = dialer;
        this.options = options;
        this.allocator = allocator;
        this.watch = watch;
    }

    @Override
    public List<StreamInfo> discover(StreamRecipe stream) {
        try (LinkCall call = open(new Request.Discover(stream.name()));
                Received answer = call.take()) {
            return AnswerCodec.streams(answer.reader());
        }
    }

    @Override
    public Feed open(StreamRecipe stream) {
        LinkCall call = open(new Request.Open(stream.name()));
        try (Received answer = call.take()) {
            return new LinkFeed(this, call, answer.reader().number());
        } catch (RuntimeException failed) {
            call.close();
            throw failed;
        }
    }

    /// Tells the left pod that nothing more will be asked of it.
    public void goodbye() {
        try (LinkCall call = open(new Request.Goodbye())) {
            call.take().close();
        }
    }

    LinkCall open(Request request) {
        return LinkCall.open(dialer, request, options, allocator);
    }

    LinkOptions options() {
        return options;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    LinkWatch watch() {
        return watch;
    }
}
