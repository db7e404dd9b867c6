package io.datacook.connectors.csv;

/// A range of a file that is read by itself.
///
/// @param file the file as it was when the window began
/// @param start offset of the first record
/// @param end offset behind the last record, or -1 for the end of the file
/// @param line the line of the first record, 1-based
record CsvPart(CsvFile file, long start, long end, long line) {}
