package io.datacook.connectors.parquet;

/// A page that does not hold what its header promises; the reader adds file, column and row group.
final class CorruptPage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptPage(String message) {
        super(message);
    }
}
