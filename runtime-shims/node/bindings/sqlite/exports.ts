/** What is used of SQLite's C interface (https://sqlite.org/c3ref/funclist.html). Addresses and results are integers. */
type Call = (...values: number[]) => number;

type Names =
  | 'malloc'
  | 'free'
  | 'sqlite3_initialize'
  | 'sqlite3_vfs_register'
  | 'sqlite3_malloc'
  | 'sqlite3_free'
  | 'sqlite3_open_v2'
  | 'sqlite3_close_v2'
  | 'sqlite3_errcode'
  | 'sqlite3_extended_errcode'
  | 'sqlite3_errmsg'
  | 'sqlite3_errstr'
  | 'sqlite3_exec'
  | 'sqlite3_prepare_v3'
  | 'sqlite3_step'
  | 'sqlite3_reset'
  | 'sqlite3_finalize'
  | 'sqlite3_clear_bindings'
  | 'sqlite3_bind_parameter_count'
  | 'sqlite3_bind_parameter_name'
  | 'sqlite3_bind_parameter_index'
  | 'sqlite3_bind_double'
  | 'sqlite3_bind_int'
  | 'sqlite3_bind_null'
  | 'sqlite3_bind_text'
  | 'sqlite3_bind_blob'
  | 'sqlite3_column_count'
  | 'sqlite3_column_type'
  | 'sqlite3_column_double'
  | 'sqlite3_column_text'
  | 'sqlite3_column_blob'
  | 'sqlite3_column_bytes'
  | 'sqlite3_column_name'
  | 'sqlite3_column_origin_name'
  | 'sqlite3_column_database_name'
  | 'sqlite3_column_table_name'
  | 'sqlite3_column_decltype'
  | 'sqlite3_sql'
  | 'sqlite3_expanded_sql'
  | 'sqlite3_stmt_status'
  | 'sqlite3_busy_timeout'
  | 'sqlite3_limit'
  | 'sqlite3_get_autocommit'
  | 'sqlite3_db_filename'
  | 'sqlite3_set_authorizer'
  | 'sqlite3_create_function_v2'
  | 'sqlite3_create_window_function'
  | 'sqlite3_user_data'
  | 'sqlite3_aggregate_context'
  | 'sqlite3_value_type'
  | 'sqlite3_value_double'
  | 'sqlite3_value_text'
  | 'sqlite3_value_blob'
  | 'sqlite3_value_bytes'
  | 'sqlite3_result_null'
  | 'sqlite3_result_double'
  | 'sqlite3_result_text'
  | 'sqlite3_result_blob'
  | 'sqlite3_result_error'
  | 'sqlite3_backup_init'
  | 'sqlite3_backup_step'
  | 'sqlite3_backup_finish'
  | 'sqlite3_backup_remaining'
  | 'sqlite3_backup_pagecount'
  | 'sqlite3session_create'
  | 'sqlite3session_attach'
  | 'sqlite3session_delete'
  | 'sqlite3session_changeset'
  | 'sqlite3session_patchset'
  | 'sqlite3changeset_apply'
  | 'sqlite3__wasm_db_config_ip'
  | 'sqlite3_serialize';

export type SqliteExports = Record<Names, Call> & {
  __indirect_function_table: WebAssembly.Table;
  __wasm_call_ctors(): void;
  sqlite3_bind_int64(statement: number, index: number, value: bigint): number;
  sqlite3_column_int64(statement: number, column: number): bigint;
  sqlite3_value_int64(value: number): bigint;
  sqlite3_result_int64(context: number, value: bigint): void;
  sqlite3_changes64(database: number): bigint;
  sqlite3_last_insert_rowid(database: number): bigint;
  sqlite3_deserialize(
    database: number,
    schema: number,
    data: number,
    size: bigint,
    capacity: bigint,
    flags: number,
  ): number;
};

export const SQLITE_OK = 0;
export const SQLITE_ABORT = 4;
export const SQLITE_BUSY = 5;
export const SQLITE_LOCKED = 6;
export const SQLITE_NOTFOUND = 12;
export const SQLITE_ROW = 100;
export const SQLITE_DONE = 101;
export const SQLITE_CANTOPEN = 14;
export const SQLITE_IOERR = 10;

export const SQLITE_OPEN_READONLY = 1;
export const SQLITE_OPEN_READWRITE = 2;
export const SQLITE_OPEN_CREATE = 4;
export const SQLITE_OPEN_DELETEONCLOSE = 8;
export const SQLITE_OPEN_EXCLUSIVE = 16;
export const SQLITE_OPEN_URI = 64;

export const SQLITE_INTEGER = 1;
export const SQLITE_FLOAT = 2;
export const SQLITE_TEXT = 3;
export const SQLITE_BLOB = 4;
export const SQLITE_NULL = 5;

/** Destructor that makes SQLite copy what it is given. */
export const SQLITE_TRANSIENT = -1;
