/// The command line: one class for each command, thin over the engine.
///
/// [Cli] runs a line of arguments against a [Host], which is everything a command sees of the process, so that tests
/// run
/// commands as users do. [ExitCode] is the one place that maps failures to exit codes. Only this package prints. Absent
/// on purpose: rules of recipes, state or loading.
@NullMarked
package io.datacook.cli;

import org.jspecify.annotations.NullMarked;
