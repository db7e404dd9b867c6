//! Reads a Parquet file into memory and writes it again: `parquet-write IN OUT CODEC ROUNDS`.
//! Prints for each round the processor seconds that writing took.

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::error::Error;
use std::fs::File;

fn processor_seconds() -> f64 {
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&arguments[1])?)?;
    let schema = builder.schema().clone();
    let batches = builder.with_batch_size(65_536).build()?.collect::<Result<Vec<_>, _>>()?;
    println!("rows {}", batches.iter().map(|batch| batch.num_rows()).sum::<usize>());
    let codec = match arguments[3].as_str() {
        "zstd" => Compression::ZSTD(ZstdLevel::try_new(1)?),
        _ => Compression::SNAPPY,
    };
    for _ in 0..arguments[4].parse::<usize>()? {
        let before = processor_seconds();
        let properties = WriterProperties::builder().set_compression(codec).build();
        let mut writer = ArrowWriter::try_new(File::create(&arguments[2])?, schema.clone(), Some(properties))?;
        for batch in &batches {
            writer.write(batch)?;
        }
        writer.close()?;
        println!("cpu {:.4}", processor_seconds() - before);
    }
    Ok(())
}
