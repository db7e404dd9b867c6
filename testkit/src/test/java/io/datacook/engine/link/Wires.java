package io.datacook.engine.link;

import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.SourceUpstream;
import io.datacook.engine.plan.StepsUpstream;
import io.datacook.engine.stage.Upstream;

/// Source ═▶ steps ═▶ writer in one process, over two wires.
///
/// @param sources the left end
/// @param steps the middle
/// @param upstream what the writer asks
public record Wires(LinkServer sources, LinkServer steps, Upstream upstream) implements AutoCloseable {
    /// A chain with a context for each part, which may be the same.
    public static Wires split(EngineContext extractor, EngineContext transform, EngineContext writer) {
        LinkServer sources = new LinkServer(
                extractor.recipe(), new SourceUpstream(extractor), extractor.allocator(), LinkWatch.SILENT);
        Upstream middle = new StepsUpstream(transform, link(sources, transform));
        LinkServer steps = new LinkServer(transform.recipe(), middle, transform.allocator(), LinkWatch.SILENT);
        return new Wires(sources, steps, link(steps, writer));
    }

    private static LinkUpstream link(LinkServer server, EngineContext right) {
        return new LinkUpstream(new MemoryWire(server), LinkOptions.DEFAULT, right.allocator(), LinkWatch.SILENT);
    }

    @Override
    public void close() {
        steps.close();
        sources.close();
    }
}
