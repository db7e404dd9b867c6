package io.datacook.engine.link;

import io.datacook.engine.stage.SplitRows.Counted;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts in metadata. Stateless.
final class CountedCodec {
    private CountedCodec() {}

    static void write(MetaWriter metadata, Counted counted) {
        metadata.number(counted.rowsRead()).number(counted.bytesRead()).text(counted.cursorMax());
        metadata.list(
                counted.steps(),
                step -> metadata.text(step.step()).number(step.rowsIn()).number(step.rowsOut()));
        metadata.list(
                List.copyOf(counted.busyNanos().entrySet()),
                stage -> metadata.text(stage.getKey()).number(stage.getValue()));
    }

    static Counted read(MetaReader metadata) {
        long rows = metadata.number();
        long bytes = metadata.number();
        String cursorMax = metadata.textOrNull();
        List<StepCount> steps =
                metadata.list(() -> new StepCount(metadata.text(), metadata.number(), metadata.number()));
        Map<String, Long> busy = new TreeMap<>();
        for (Map.Entry<String, Long> stage : metadata.list(() -> Map.entry(metadata.text(), metadata.number()))) {
            busy.put(stage.getKey(), stage.getValue());
        }
        return new Counted(rows, bytes, cursorMax, steps, busy);
    }
}
