package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import io.datacook.connectors.files.DateTimes;
import io.datacook.connectors.files.Digits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// Sets timestamps from ISO-8601 texts. **Threading:** one thread.
final class TimestampSetter implements ScalarWriter.Setter {
    private static final int TEXT_MAX = 64;
    private static final long NANOS = 1_000_000_000L;

    private final TimeStampVector vector;
    private final boolean zoned;
    private final long perSecond;
    private final DateTimes times = new DateTimes();

    TimestampSetter(TimeStampVector vector) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        this.vector = vector;
        this.zoned = type.getTimezone() != null;
        this.perSecond = Times.perSecond(type.getUnit());
    }

    @Override
    public long set(JsonParser parser, int row) throws IOException {
        byte[] text = Setters.text(parser).getBytes(StandardCharsets.UTF_8);
        if (text.length > TEXT_MAX
                || !times.timestamp(Arrays.copyOf(text, text.length + Digits.PADDING), 0, text.length)
                || times.isZoned() != zoned
                || times.nanos() % (NANOS / perSecond) != 0) {
            return -1;
        }
        vector.setSafe(
                row,
                Math.addExact(Math.multiplyExact(times.seconds(), perSecond), times.nanos() / (NANOS / perSecond)));
        return 8;
    }
}
