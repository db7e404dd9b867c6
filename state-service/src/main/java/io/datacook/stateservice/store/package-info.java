/// What is kept, in PostgreSQL: [StateTable] the checkpoints, [RunTable] and [LaneTable] the runs. The only package
/// with SQL, and [Database] the only class that talks to the driver. All times are the database's. Absent on
/// purpose: object mapping, caches, retries (the client has them), and anything that looks into a document.
@NullMarked
package io.datacook.stateservice.store;

import org.jspecify.annotations.NullMarked;
