/// How Kafka is reached.
@NullMarked
package io.datacook.stateservice.events;

import org.jspecify.annotations.NullMarked;
