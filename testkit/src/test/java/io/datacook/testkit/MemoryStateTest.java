package io.datacook.testkit;

import io.datacook.api.StateBackend;

class MemoryStateTest implements StateBackendContract {
    private final MemoryState state = new MemoryState();

    @Override
    public StateBackend openState() {
        return state;
    }
}
