/// Tests of the operator: golden folders, tables, and a real API server.

@NullMarked
package io.datacook.operator;

import org.jspecify.annotations.NullMarked;
