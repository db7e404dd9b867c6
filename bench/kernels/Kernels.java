import io.datacook.api.Batch;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.WriteMode;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.StreamRecipe;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;

/// One half of a load, on one thread: `read RECIPE`, or `write RECIPE ROUNDS`, which reads everything into memory
/// first and prints for each round the processor seconds of the process that writing took, compilation included.
public final class Kernels {
    private static final int BATCH_ROWS = 65_536;

    private Kernels() {}

    public static void main(String[] arguments) throws Exception {
        Recipe recipe = RecipeFiles.load(Path.of(arguments[1]), Environment.system()).orThrow();
        try (EngineContext context = EngineContext.open(
                recipe, Catalog.load(), Environment.system(), Clock.systemUTC(), "kernels")) {
            StreamRecipe stream = recipe.streams().getFirst();
            List<Batch> kept = new ArrayList<>();
            long[] rows = new long[1];
            boolean writes = arguments[0].equals("write");
            Schema schema = read(context, stream, batch -> {
                rows[0] += batch.rowCount();
                if (writes) {
                    kept.add(batch);
                } else {
                    batch.close();
                }
            });
            System.out.println("rows " + rows[0]);
            for (int round = 0; writes && round < Integer.parseInt(arguments[2]); round++) {
                long before = processorNanos();
                write(context, stream, schema, kept, round);
                System.out.printf("cpu %.4f%n", (processorNanos() - before) / 1e9);
            }
            kept.forEach(Batch::close);
        }
    }

    private static Schema read(EngineContext context, StreamRecipe stream, Consumer<Batch> consumer) {
        try (Source source = new Openers(context).source(stream.source(), stream.name())) {
            ReadRequest request = new ReadRequest(
                    source.describe().schema(), null, BATCH_ROWS, 16L << 20, ReadRequest.BadRows.FAIL);
            for (Split split : source.splits(request)) {
                try (SplitReader reader = source.read(request, split, Position.START)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        consumer.accept(batch);
                    }
                }
            }
            return request.schema();
        }
    }

    private static void write(
            EngineContext context, StreamRecipe stream, Schema schema, List<Batch> batches, int round) {
        String window = "w" + round;
        LoadRequest request = new LoadRequest(
                "kernels", stream.name(), window, schema, new WriteMode.Replace(), List.of(), -1, 10 + round);
        try (Destination destination = new Openers(context).destination(stream.destination(), stream.name());
                Load load = destination.load(request)) {
            load.open();
            load.claim("s", 10 + round);
            EpochId epoch = new EpochId("kernels", stream.name(), window, "s", 1, 10 + round);
            try (EpochWriter writer = load.begin(epoch)) {
                batches.forEach(writer::write);
                load.finish(List.of(((EpochWriter.Staged) writer).prepare()));
            }
        }
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
