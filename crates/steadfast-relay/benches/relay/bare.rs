//! The reference: SQLite without anything around it.

use std::{path::Path, sync::mpsc, thread, time::Instant};

use rusqlite::{Connection, params};
use steadfast_circle::writer::Written;

use crate::run::Run;

/// What is stored of one entry.
#[derive(Clone)]
pub(crate) struct Row {
    circle: i64,
    place: i64,
    entry: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

/// The rows of one author's entries. Two authors share a circle, in which their entries take turns.
pub(crate) fn rows(author: usize, written: &[Written]) -> Vec<Row> {
    let row = |(place, written): (usize, &Written)| Row {
        circle: (author / 2) as i64,
        place: (2 * place + author % 2) as i64,
        entry: written.entry.bytes().to_vec(),
        body: written.body.clone(),
    };
    written.iter().enumerate().map(row).collect()
}

/// What an author hands over at once, and where they hear that it is durable.
type Job = (Vec<Row>, mpsc::Sender<()>);

/// The same rows into the same tables from as many authors in as large batches, without HTTP, signatures, rules or
/// checkpoints: one thread commits everything that waits, and each author goes on when theirs is durable.
pub(crate) fn append_all(path: &Path, batches: Vec<Vec<Vec<Row>>>) -> Run {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection
        .execute_batch(
            "CREATE TABLE entries (row INTEGER PRIMARY KEY, circle INTEGER NOT NULL, place INTEGER NOT NULL, entry BLOB NOT NULL);
             CREATE UNIQUE INDEX entries_in_place ON entries (circle, place);
             CREATE TABLE bodies (row INTEGER PRIMARY KEY, body BLOB NOT NULL);",
        )
        .unwrap();
    let entries = batches.iter().flatten().map(Vec::len).sum();
    let (jobs, queue) = mpsc::channel::<Job>();
    let writer = thread::spawn(move || {
        while let Ok(first) = queue.recv() {
            let group: Vec<_> = std::iter::once(first).chain(queue.try_iter()).collect();
            commit(&mut connection, group.iter().flat_map(|(rows, _)| rows));
            for (_, done) in group {
                done.send(()).unwrap();
            }
        }
    });
    let begun = Instant::now();
    let authors: Vec<_> = batches
        .into_iter()
        .map(|batches| {
            let jobs = jobs.clone();
            thread::spawn(move || {
                let (done, committed) = mpsc::channel();
                let append = |rows| {
                    let begun = Instant::now();
                    jobs.send((rows, done.clone())).unwrap();
                    committed.recv().unwrap();
                    begun.elapsed()
                };
                batches.into_iter().map(append).collect::<Vec<_>>()
            })
        })
        .collect();
    let latencies = authors.into_iter().flat_map(|author| author.join().unwrap()).collect();
    let elapsed = begun.elapsed();
    drop(jobs);
    writer.join().unwrap();
    Run { elapsed, latencies, entries }
}

fn commit<'a>(connection: &mut Connection, rows: impl Iterator<Item = &'a Row>) {
    let transaction = connection.transaction().unwrap();
    for row in rows {
        transaction
            .prepare_cached("INSERT INTO entries (circle, place, entry) VALUES (?1, ?2, ?3)")
            .unwrap()
            .execute(params![row.circle, row.place, row.entry])
            .unwrap();
        transaction
            .prepare_cached("INSERT INTO bodies (row, body) VALUES (?1, ?2)")
            .unwrap()
            .execute(params![transaction.last_insert_rowid(), row.body])
            .unwrap();
    }
    transaction.commit().unwrap();
}
