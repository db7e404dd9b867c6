package io.datacook.connectors.csv;

import java.nio.file.Path;

/// A file as it was when the window began.
///
/// @param path where it lies
/// @param name how users know it: as the recipe spells it
/// @param bytes its size; bytes appended later are not read
/// @param modified milliseconds since 1970 of its last change
record CsvFile(Path path, String name, long bytes, long modified) {}
