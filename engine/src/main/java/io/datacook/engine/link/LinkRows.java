package io.datacook.engine.link;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.Position;
import io.datacook.engine.stage.SplitRows;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The rows of one split of another pod, on a connection of their own.
final class LinkRows implements SplitRows {
    private final LinkUpstream upstream;
    private final LinkCall call;
    private final String split;
    private final Schema schema;
    private final BatchCodec batches;
    private volatile Counted counted = Counted.NONE;
    private boolean ended;

    private LinkRows(LinkUpstream upstream, LinkCall call, String split, Schema schema) {
        this.upstream = upstream;
        this.call = call;
        this.split = split;
        this.schema = schema;
        this.batches = new BatchCodec(schema, upstream.allocator());
    }

    static LinkRows open(LinkUpstream upstream, Request.Read read) {
        LinkCall call = upstream.open(read);
        try (Received answer = call.take()) {
            return new LinkRows(upstream, call, read.split().id(), AnswerCodec.schema(answer.reader()));
        } catch (RuntimeException failed) {
            call.close();
            throw failed;
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        long before = System.nanoTime();
        Received frame = call.take();
        Duration waited = Duration.ofNanos(System.nanoTime() - before);
        return switch (frame.type()) {
            case BATCH -> batch(frame, waited);
            case END -> {
                try (frame) {
                    counted = CountedCodec.read(frame.reader());
                }
                ended = true;
                yield null;
            }
            case REQUEST, CREDIT, ACKNOWLEDGE, HEARTBEAT, ANSWER, ERROR -> {
                frame.close();
                throw LinkFailures.damaged("a frame among rows that does not belong there: " + frame.type());
            }
        };
    }

    private Batch batch(Received frame, Duration waited) {
        long bytes = frame.bytes();
        BatchCodec.Read read = batches.read(frame);
        counted = read.counted();
        call.send(Frame.of(FrameType.CREDIT, new MetaWriter().number(bytes)));
        upstream.watch().received(split, read.batch().rowCount(), bytes, waited);
        return read.batch();
    }

    @Override
    public Counted counted() {
        return counted;
    }

    @Override
    public void acknowledge(Position committed) {
        call.send(Frame.of(FrameType.ACKNOWLEDGE, new MetaWriter().fields(committed.fields())));
    }

    /// After the last row the left half is let end by itself, so that it hears the last acknowledgement.
    @Override
    public void close() {
        try (call) {
            if (ended) {
                call.end();
                call.awaitEnd();
            }
        } catch (DatacookException unheard) {
            // The rows are committed; a lost acknowledgement only delays what the source may forget.
            return;
        }
    }
}
