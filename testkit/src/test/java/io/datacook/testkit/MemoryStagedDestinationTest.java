package io.datacook.testkit;

import io.datacook.api.DestinationFeature;
import java.util.Set;

class MemoryStagedDestinationTest extends MemorySubject {
    @Override
    public Set<DestinationFeature> features() {
        return MemoryDestination.STAGED;
    }
}
