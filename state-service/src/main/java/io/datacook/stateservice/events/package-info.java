/// Tells the world what becomes of runs: [EventRelay] takes events from the table in which the store keeps them,
/// [EventSender] hands them to Kafka as CloudEvents, [KafkaAccess] says how Kafka is reached. Nothing here is made, and
/// no class of Kafka is loaded, where events are off. Absent on purpose: what an event says (the store writes it in the
/// transaction of the change), and any consumer.
@NullMarked
package io.datacook.stateservice.events;

import org.jspecify.annotations.NullMarked;
