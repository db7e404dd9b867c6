package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes the bytes of a new file from its start to its end. Its text is the place, as errors name it.
///
/// **Threading:** one thread at a time. **Closing:** once, whatever happened before.
public interface FileSink extends AutoCloseable {
    /// Takes all bytes that remain in a buffer, heap or direct.
    void write(ByteBuffer from) throws IOException;

    /// Everything written survives a crash; called once all is written.
    void makeDurable() throws IOException;

    /// What a failure to write means.
    ///
    /// @param doing what was tried, such as `cannot write out/a.parquet`
    DatacookException failure(String doing, Exception failure);

    @Override
    void close() throws IOException;
}
