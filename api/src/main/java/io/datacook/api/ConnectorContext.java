package io.datacook.api;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.arrow.memory.BufferAllocator;

/// What the engine lends to an opener.
///
/// @param allocator owns every Arrow buffer the connector makes; limited to the run's budget; closed by the engine
/// @param clock the only clock connectors read
/// @param folder the recipe's folder: relative paths start here
/// @param scratch a folder for temporary files, made on first use, removed after the run
/// @param lanesMax how many readers or writers may work at once
public record ConnectorContext(BufferAllocator allocator, Clock clock, Path folder, Path scratch, int lanesMax) {}
