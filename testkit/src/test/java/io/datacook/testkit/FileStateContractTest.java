package io.datacook.testkit;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.state.FileState;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStateContractTest implements StateBackendContract, StateDiskContract {
    @TempDir
    private Path folder;

    @Override
    public StateBackend openState() {
        return FileState.open(folder);
    }

    @Override
    public Pressed onASmallDisk() {
        SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 1 << 10);
        return new OnDisk(disk, FileState.open(disk.folder()));
    }

    @Override
    public Pressed readOnly(StateKey key, String document) {
        SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 1 << 10);
        StateBackend state = FileState.open(disk.folder());
        state.compareAndSet(key, 0, document);
        disk.makeReadOnly();
        return new OnDisk(disk, state);
    }

    private record OnDisk(SmallDisk disk, StateBackend state) implements Pressed {
        @Override
        public void close() {
            state.close();
            disk.close();
        }
    }
}
