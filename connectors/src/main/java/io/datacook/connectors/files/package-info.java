/// What csv, json and parquet share: finding files to read, and staging, rolling, publishing and replacing files
/// that are written.
///
/// Used by the file connectors, uses `api` only. A format plugs in with [FileFormat]; everything that makes a load
/// safe against crashes lives here, once. Absent on purpose: what is inside a file, and object stores.
@NullMarked
package io.datacook.connectors.files;

import org.jspecify.annotations.NullMarked;
