package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.SourceFeature;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.Validation.Finding;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

/// Answers as frames. Stateless.
final class AnswerCodec {
    private AnswerCodec() {}

    static Frame frame(MetaWriter answer) {
        return Frame.of(FrameType.ANSWER, answer);
    }

    static Frame error(DatacookException failure) {
        return Frame.of(
                FrameType.ERROR,
                new MetaWriter()
                        .text(failure.code().name())
                        .text(String.valueOf(failure.getMessage()))
                        .text(failure.place()));
    }

    /// The failure of the other side, as if it had been thrown here.
    static DatacookException error(MetaReader in) {
        String code = in.text();
        String message = in.text();
        String place = in.textOrNull();
        DatacookException failure = new DatacookException(code(code), message);
        return place == null ? failure : failure.at(place);
    }

    private static ErrorCode code(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return ErrorCode.INTERNAL;
    }

    static void schema(MetaWriter out, Schema schema) {
        out.blob(ByteBuffer.wrap(schema.serializeAsMessage()));
    }

    static Schema schema(MetaReader in) {
        return Schema.deserializeMessage(in.blob());
    }

    static void streams(MetaWriter out, List<StreamInfo> streams) {
        out.list(streams, stream -> stream(out, stream));
    }

    static List<StreamInfo> streams(MetaReader in) {
        return in.list(() -> stream(in));
    }

    private static void stream(MetaWriter out, StreamInfo stream) {
        out.text(stream.name()).fields(stream.options());
        schema(out, stream.schema());
        out.list(stream.primaryKey(), out::text);
        out.number(stream.rowsEstimate()).number(stream.bytesEstimate());
    }

    private static StreamInfo stream(MetaReader in) {
        return new StreamInfo(in.text(), in.fields(), schema(in), in.list(in::text), in.number(), in.number());
    }

    static void info(MetaWriter out, Feed.Info info) {
        stream(out, info.source());
        schema(out, info.output());
        out.list(List.copyOf(info.features()), feature -> out.text(feature.name()));
        out.flag(info.wholeStream());
    }

    static Feed.Info info(MetaReader in) {
        return new Feed.Info(stream(in), schema(in), features(in), in.flag());
    }

    private static Set<SourceFeature> features(MetaReader in) {
        EnumSet<SourceFeature> features = EnumSet.noneOf(SourceFeature.class);
        in.list(in::text).forEach(name -> features.add(SourceFeature.valueOf(name)));
        return features;
    }

    static void splits(MetaWriter out, List<Split> splits) {
        out.list(splits, split -> RequestCodec.split(out, split));
    }

    static List<Split> splits(MetaReader in) {
        return in.list(() -> RequestCodec.split(in));
    }

    static void findings(MetaWriter out, List<Finding> findings) {
        out.list(
                findings,
                finding -> out.text(finding.column())
                        .number(finding.count())
                        .text(finding.place())
                        .text(finding.reason()));
    }

    static List<Finding> findings(MetaReader in) {
        return in.list(() -> new Finding(in.text(), in.number(), in.text(), in.text()));
    }
}
