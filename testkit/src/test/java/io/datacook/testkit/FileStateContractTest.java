package io.datacook.testkit;

import io.datacook.api.StateBackend;
import io.datacook.engine.state.FileState;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStateContractTest implements StateBackendContract {
    @TempDir
    private Path folder;

    @Override
    public StateBackend openState() {
        return FileState.open(folder);
    }
}
