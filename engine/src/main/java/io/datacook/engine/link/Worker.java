package io.datacook.engine.link;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.engine.link.Exchange.Note;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.SplitRows.Counted;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one connection, one after the other, in blocking code.
///
/// **Threading:** one thread. Whatever happens, feed and rows are closed when the right half is gone.
final class Worker {
    private final LinkServer server;
    private final BlockingQueue<Note> notes;
    private final Handover out;
    private final Credit credit;
    private @Nullable Long held;
    private @Nullable Feed feed;
    private @Nullable SplitRows rows;

    Worker(LinkServer server, BlockingQueue<Note> notes, Handover out, Credit credit) {
        this.server = server;
        this.notes = notes;
        this.out = out;
        this.credit = credit;
    }

    void run() {
        try {
            for (Note note = notes.take(); !(note instanceof Note.Over); note = notes.take()) {
                handle(note);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                close();
            } catch (DatacookException failed) {
                server.watch().failed(failed);
            } finally {
                out.finish();
            }
        }
    }

    private void close() {
        try {
            if (rows != null) {
                rows.close();
            }
        } finally {
            if (held != null) {
                server.feeds().release(held);
            }
        }
    }

    private void handle(Note note) {
        try {
            switch (note) {
                case Note.Asked(Request request) -> answer(request);
                case Note.Committed(MetaReader position) -> acknowledge(position);
                case Note.Over() -> {}
            }
        } catch (DatacookException failed) {
            fail(failed);
        } catch (OutOfMemoryException | OutOfMemoryError exhausted) {
            fail(new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "memory ran out (%s); lower runtime.batch_size or give the pod more"
                            .formatted(exhausted.getMessage()),
                    exhausted));
        } catch (RuntimeException fault) {
            fail(new DatacookException(
                    ErrorCode.INTERNAL,
                    "a fault of Datacook: " + fault + "; please report it with the pod's log",
                    fault));
        }
    }

    private void fail(DatacookException failure) {
        server.watch().failed(failure);
        out.put(AnswerCodec.error(failure));
    }

    private void answer(Request request) {
        MetaWriter answer = new MetaWriter();
        switch (request) {
            case Request.Discover(String stream) ->
                AnswerCodec.streams(answer, server.upstream().discover(server.written(stream)));
            case Request.Open(String stream) -> answer.number(open(stream));
            case Request.Describe() -> AnswerCodec.info(answer, feed().describe());
            case Request.CursorMax(String column) -> answer.text(feed().cursorMax(column));
            case Request.Splits splits -> AnswerCodec.splits(answer, feed().splits(splits.range()));
            case Request.Finish() -> AnswerCodec.findings(answer, feed().finish());
            case Request.Goodbye() -> server.goodbye().countDown();
            case Request.Read read -> {
                read(read);
                return;
            }
        }
        out.put(AnswerCodec.frame(answer));
    }

    private long open(String stream) {
        Feed opened = server.upstream().open(server.stream(stream));
        long number = server.feeds().hold(opened);
        held = number;
        feed = opened;
        return number;
    }

    private Feed feed() {
        if (feed == null) {
            throw LinkFailures.damaged("a request for a stream before one was opened");
        }
        return feed;
    }

    private void read(Request.Read read) {
        credit.grant(read.creditBytes());
        Feed borrowed = server.feeds().borrow(read.feed());
        held = read.feed();
        SplitRows opened = borrowed.read(read.split(), read.from(), read.range());
        rows = opened;
        MetaWriter schema = new MetaWriter();
        AnswerCodec.schema(schema, opened.schema());
        out.put(AnswerCodec.frame(schema));
        long told = 0;
        for (Batch batch = opened.next(); batch != null; batch = opened.next()) {
            long count = batch.rowCount();
            Counted counted = opened.counted();
            Frame frame = BatchCodec.frame(batch, counted, read.compression());
            long bytes = frame.bytes();
            long before = System.nanoTime();
            if (!credit.take(bytes)) {
                frame.close();
                return;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - before);
            if (!out.put(frame)) {
                return;
            }
            server.watch().sent(read.split().id(), count, counted.rowsRead() - told, bytes, waited);
            told = counted.rowsRead();
            acknowledgeWhatCame();
        }
        MetaWriter end = new MetaWriter();
        CountedCodec.write(end, opened.counted());
        out.put(Frame.of(FrameType.END, end));
    }

    private void acknowledgeWhatCame() {
        while (notes.peek() instanceof Note.Committed(MetaReader position)) {
            notes.remove();
            acknowledge(position);
        }
    }

    private void acknowledge(MetaReader position) {
        if (rows != null) {
            rows.acknowledge(new Position(position.fields()));
        }
    }
}
