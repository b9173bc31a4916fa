// SPDX-License-Identifier: GPL-2.0
/*
 * workload-database: transactions on an SQLite database in a file, with the statements of
 * sysbench's oltp_read_write; one operation is one transaction.
 *
 * The database is as SQLite makes it unless told otherwise: a commit writes a
 * rollback journal, waits for the disk, writes the database, waits again, and removes
 * the journal.  A server's database does the same in other places.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "shared/work.h"

#define FILE_NAME	"database"
/* Of a transaction, as sysbench has them by default. */
#define POINT_SELECTS	10
#define RANGE		100

static long rows = 10000;
static long transactions = 100;

static const struct work_option options[] = {
	{ "rows", &rows, RANGE, "rows of the table, if there is none yet" },
	{ "transactions", &transactions, 0, "transactions; 0 to make the table only" },
	{ 0 },
};

static const struct work work = {
	.doc = "Read and change rows of an SQLite database, \"" FILE_NAME "\" in the current "
	       "folder, in transactions.",
	.operation = "transactions",
	.options = options,
};

/* What a transaction consists of. */
enum statement {
	BEGIN, POINT, SIMPLE, SUM, ORDER, DISTINCT, UPDATE_INDEX, UPDATE_OTHER, DELETE, INSERT,
	COMMIT, NR_STATEMENTS
};

static const char *const sql[] = {
	[BEGIN] = "BEGIN",
	[POINT] = "SELECT c FROM sbtest WHERE id = ?1",
	[SIMPLE] = "SELECT c FROM sbtest WHERE id BETWEEN ?1 AND ?2",
	[SUM] = "SELECT sum(k) FROM sbtest WHERE id BETWEEN ?1 AND ?2",
	[ORDER] = "SELECT c FROM sbtest WHERE id BETWEEN ?1 AND ?2 ORDER BY c",
	[DISTINCT] = "SELECT DISTINCT c FROM sbtest WHERE id BETWEEN ?1 AND ?2 ORDER BY c",
	[UPDATE_INDEX] = "UPDATE sbtest SET k = k + 1 WHERE id = ?1",
	[UPDATE_OTHER] = "UPDATE sbtest SET c = ?3 WHERE id = ?1",
	[DELETE] = "DELETE FROM sbtest WHERE id = ?1",
	[INSERT] = "INSERT INTO sbtest VALUES (?1, ?2, ?3, ?4)",
	[COMMIT] = "COMMIT",
};

static const char schema[] =
	"BEGIN;"
	"CREATE TABLE sbtest (id INTEGER PRIMARY KEY, k INTEGER NOT NULL, c TEXT NOT NULL, "
	"pad TEXT NOT NULL);"
	"CREATE INDEX k ON sbtest (k);";

static sqlite3 *db;
static sqlite3_stmt *prepared[NR_STATEMENTS];
static unsigned short state[] = { 1, 2, 3 };

static void check(int result, const char *what)
{
	if (result == SQLITE_OK || result == SQLITE_DONE)
		return;
	fprintf(stderr, "workload-database: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

/* 1 to @max. */
static long random_to(long max)
{
	return 1 + nrand48(state) % max;
}

/* Groups of digits, as sysbench fills its columns. */
static void fill(char *text, int groups)
{
	int i;

	for (i = 0; i < groups; i++)
		sprintf(text + 12 * i, "%011ld-", random_to(99999999999));
	text[12 * groups - 1] = '\0';
}

/* Parameters that a statement does not have are refused, which is no fault. */
static void run(enum statement which, long first, long second, const char *c, const char *pad)
{
	sqlite3_stmt *statement = prepared[which];
	int result;

	sqlite3_bind_int64(statement, 1, first);
	sqlite3_bind_int64(statement, 2, second);
	sqlite3_bind_text(statement, 3, c, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, pad, -1, SQLITE_STATIC);
	while ((result = sqlite3_step(statement)) == SQLITE_ROW)
		;
	check(result, sql[which]);
	sqlite3_reset(statement);
}

static void insert(long id)
{
	char c[120], pad[60];

	fill(c, 10);
	fill(pad, 5);
	run(INSERT, id, random_to(rows), c, pad);
}

static void transaction(void)
{
	enum statement which;
	char c[120];
	long id;
	int i;

	run(BEGIN, 0, 0, NULL, NULL);
	for (i = 0; i < POINT_SELECTS; i++)
		run(POINT, random_to(rows), 0, NULL, NULL);
	for (which = SIMPLE; which <= DISTINCT; which++) {
		id = random_to(rows - RANGE + 1);
		run(which, id, id + RANGE - 1, NULL, NULL);
	}
	run(UPDATE_INDEX, random_to(rows), 0, NULL, NULL);
	fill(c, 10);
	run(UPDATE_OTHER, random_to(rows), 0, c, NULL);
	id = random_to(rows);
	run(DELETE, id, 0, NULL, NULL);
	insert(id);
	run(COMMIT, 0, 0, NULL, NULL);
}

static void prepare_statements(void)
{
	int i;

	for (i = 0; i < NR_STATEMENTS; i++)
		check(sqlite3_prepare_v2(db, sql[i], -1, &prepared[i], NULL), sql[i]);
}

static bool has_table(void)
{
	return sqlite3_table_column_metadata(db, NULL, "sbtest", NULL, NULL, NULL, NULL, NULL,
					     NULL) == SQLITE_OK;
}

static void make_table(void)
{
	long i;

	check(sqlite3_exec(db, schema, NULL, NULL, NULL), "make the table");
	prepare_statements();
	for (i = 1; i <= rows; i++)
		insert(i);
	run(COMMIT, 0, 0, NULL, NULL);
}

int main(int argc, char **argv)
{
	long i;

	work_parse(&work, argc, argv);
	check(sqlite3_open(FILE_NAME, &db), FILE_NAME);
	if (has_table())
		prepare_statements();
	else
		make_table();
	for (i = 0; i < transactions; i++)
		transaction();
	for (i = 0; i < NR_STATEMENTS; i++)
		sqlite3_finalize(prepared[i]);
	check(sqlite3_close(db), "close");
	work_done(&work, transactions);
	return 0;
}
