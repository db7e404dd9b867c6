package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.plan.StreamExpansion;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Upstream;
import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// The left half of a link: answers right halves out of an upstream.
///
/// **Threading:** safe for all threads; each connection works on virtual threads of its own. **Closing:** ends all
/// connections and waits until what they held is free; upstream and allocator stay open.
public final class LinkServer implements AutoCloseable {
    private final Recipe recipe;
    private final Upstream upstream;
    private final BufferAllocator allocator;
    private final LinkWatch watch;
    private final FeedTable feeds = new FeedTable();
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch goodbye = new CountDownLatch(1);
    private final AtomicReference<@Nullable Map<String, StreamRecipe>> streams = new AtomicReference<>();

    /// @param recipe whose streams are asked for
    /// @param upstream gives the rows
    /// @param allocator owns what comes in
    /// @param watch hears of rows and failures
    public LinkServer(Recipe recipe, Upstream upstream, BufferAllocator allocator, LinkWatch watch) {
        this.recipe = recipe;
        this.upstream = upstream;
        this.allocator = allocator;
        this.watch = watch;
    }

    /// Serves one connection.
    ///
    /// @param incoming the right half's bytes, in pieces that are valid during the call only; its end says that the
    ///     right half has said all, its failure that it is gone
    /// @return frames to be sent one by one: each is made when it is requested, and is closed by the subscriber
    ///     once it was sent. Cancelling says that the right half is gone
    public Multi<Frame> serve(Multi<ByteBuffer> incoming) {
        return Multi.createFrom().publisher(new Exchange(this, incoming));
    }

    /// Counts down to zero when a right half has said goodbye: nothing will be asked any more.
    public CountDownLatch goodbye() {
        return goodbye;
    }

    /// How many connections are open.
    public int connections() {
        return open.size();
    }

    @Override
    public void close() {
        for (Exchange exchange : open) {
            exchange.cancel();
            exchange.awaitEnd();
        }
    }

    void began(Exchange exchange) {
        open.add(exchange);
    }

    void ended(Exchange exchange) {
        open.remove(exchange);
    }

    FeedTable feeds() {
        return feeds;
    }

    Upstream upstream() {
        return upstream;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    LinkWatch watch() {
        return watch;
    }

    /// A stream as the recipe spells it, patterns included.
    StreamRecipe written(String name) {
        return named(recipe.streams(), name);
    }

    /// A stream with patterns resolved.
    StreamRecipe stream(String name) {
        Map<String, StreamRecipe> known = streams.get();
        if (known == null) {
            known = new StreamExpansion(upstream)
                    .expand(recipe.streams()).stream()
                            .collect(Collectors.toMap(StreamRecipe::name, Function.identity()));
            streams.set(known);
        }
        StreamRecipe stream = known.get(name);
        return stream == null ? named(List.of(), name) : stream;
    }

    private static StreamRecipe named(List<StreamRecipe> streams, String name) {
        for (StreamRecipe stream : streams) {
            if (stream.name().equals(name)) {
                return stream;
            }
        }
        throw new DatacookException(
                ErrorCode.STREAM_MISSING,
                "the recipe of this pod has no stream '%s'; all pods of a run are given the same recipe"
                        .formatted(name));
    }
}
