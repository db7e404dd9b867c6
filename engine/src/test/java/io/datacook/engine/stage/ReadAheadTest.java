package io.datacook.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void everythingIsFreed() {
        allocator.close();
    }

    @Test
    void givesTheSameBatchesInOrder() {
        try (ReadAhead ahead = ReadAhead.start(ListStream.of(allocator, 3, 1, 4, 1, 5), "s0")) {
            assertThat(drain(ahead)).containsExactly(3, 1, 4, 1, 5);
            assertThat(ahead.next()).isNull();
        }
    }

    @Test
    void aFailureComesAfterTheBatchesBeforeIt() {
        DatacookException broken = new DatacookException(ErrorCode.SOURCE_UNREACHABLE, "gone");
        try (ReadAhead ahead = ReadAhead.start(ListStream.failing(allocator, broken, 3), "s0")) {
            Batch first = ahead.next();
            assertThat(first).isNotNull();
            first.close();
            assertThatThrownBy(ahead::next).isSameAs(broken);
        }
    }

    @Test
    void everyAcknowledgementReachesTheLeftOnce() {
        ListStream left = ListStream.of(allocator, 1, 1, 1);
        try (ReadAhead ahead = ReadAhead.start(left, "s0")) {
            for (Batch batch = ahead.next(); batch != null; batch = ahead.next()) {
                Position position = batch.position();
                batch.close();
                if (position != null) {
                    ahead.acknowledge(position);
                }
            }
        }
        assertThat(left.acknowledged)
                .containsExactly(Position.of("row", 1), Position.of("row", 2), Position.of("row", 3));
    }

    @Test
    void closingEarlyStopsTheReaderAndFreesWhatItRead() {
        ListStream left = ListStream.of(allocator, 1, 1, 1, 1, 1, 1);
        ReadAhead ahead = ReadAhead.start(left, "s0");

        ahead.close();

        assertThat(left.isClosed()).isTrue();
    }

    private static List<Integer> drain(ReadAhead ahead) {
        List<Integer> counts = new ArrayList<>();
        for (Batch batch = ahead.next(); batch != null; batch = ahead.next()) {
            counts.add(batch.rowCount());
            batch.close();
        }
        return counts;
    }
}
