package io.datacook.e2e;

/// Where Parquet files are written to.
enum Store {
    /// A volume that all pods see: files appear by renaming them.
    VOLUME,
    /// An S3-compatible store: files appear when their uploads are completed.
    BUCKET;

    String text() {
        return switch (this) {
            case VOLUME -> "volume";
            case BUCKET -> "bucket";
        };
    }

    /// Makes what the recipes name.
    void prepare(Space space) {
        if (this == BUCKET) {
            space.apply(Loads.bucket(space));
        }
    }

    /// The table `orders` into it.
    String load(Layout layout, Images images) {
        return switch (this) {
            case VOLUME -> Loads.postgresToParquet(layout, images);
            case BUCKET -> Loads.postgresToBucket(layout, images);
        };
    }

    /// From it into the table `orders_back`.
    String back() {
        return switch (this) {
            case VOLUME -> Loads.parquetToPostgres();
            case BUCKET -> Loads.bucketToPostgres();
        };
    }
}
