CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE chat_rooms (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	experiment_id VARCHAR, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chat_rooms PRIMARY KEY (id)
);

CREATE TABLE code_sessions (
	id VARCHAR(64) NOT NULL, 
	user_id VARCHAR, 
	code VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_code_sessions PRIMARY KEY (id)
);

CREATE TABLE datasets (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	upload_date DATETIME NOT NULL, 
	created_by VARCHAR NOT NULL, 
	job_id VARCHAR(64), 
	size_bytes BIGINT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	file_path VARCHAR, 
	total_rows BIGINT, 
	total_columns INTEGER, 
	memory_bytes BIGINT, 
	duplicate_rows BIGINT, 
	warnings JSON NOT NULL, 
	issues JSON NOT NULL, 
	error VARCHAR, 
	dtypes JSON, 
	column_schema JSON, 
	workspace_id VARCHAR(64) NOT NULL, duplicate_of VARCHAR(64), derived_from JSON, recipe JSON, reading JSON, meanings JSON, import_error VARCHAR, head_rows INTEGER, report_state VARCHAR(16), report_job_id VARCHAR(64), report_path VARCHAR, generated JSON, 
	CONSTRAINT pk_datasets PRIMARY KEY (id)
);

CREATE TABLE events (
	topic VARCHAR(200) NOT NULL, 
	number INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	type VARCHAR(100) NOT NULL, 
	data TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (topic, number)
);

CREATE TABLE experiments (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	algorithm_id VARCHAR, 
	dataset_id VARCHAR, 
	status VARCHAR NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_experiments PRIMARY KEY (id)
);

CREATE TABLE health_checks (
	name VARCHAR(64) NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_health_checks PRIMARY KEY (name)
);

CREATE TABLE jobs (
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	priority INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	params JSON NOT NULL, 
	result JSON, 
	error JSON, 
	needs JSON NOT NULL, 
	granted JSON, 
	progress DOUBLE, 
	step INTEGER, 
	total_steps INTEGER, 
	unit VARCHAR, 
	message VARCHAR, 
	eta_s DOUBLE, 
	attempt INTEGER NOT NULL, 
	max_attempts INTEGER NOT NULL, 
	deaths INTEGER NOT NULL, 
	claim_number INTEGER NOT NULL, 
	worker_id VARCHAR(64), 
	claim_id VARCHAR(64), 
	claimed_at DATETIME, 
	used_s DOUBLE NOT NULL, 
	checkpoint_key VARCHAR, 
	batch_key VARCHAR, 
	idempotency_key VARCHAR(200), 
	reserved_for VARCHAR(64), 
	time_limit_s DOUBLE, 
	memory_limit_bytes BIGINT, 
	depends_on JSON NOT NULL, 
	parent_id VARCHAR(64), 
	subject_kind VARCHAR(64), 
	subject_id VARCHAR(64), 
	created_by VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	workspace_id VARCHAR(64) NOT NULL, line VARCHAR(160), family VARCHAR(64), gave_way_at DATETIME, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT uq_jobs_workspace_id_idempotency_key UNIQUE (workspace_id, idempotency_key)
);

CREATE TABLE latest_values (
	topic VARCHAR(200) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_latest_values PRIMARY KEY (topic, "key")
);

CREATE TABLE metric_points (
	run VARCHAR(64) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	step BIGINT NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	value DOUBLE, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_metric_points PRIMARY KEY (run, name, step)
)
 WITHOUT ROWID

;

CREATE TABLE metric_summaries (
	run VARCHAR(64) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	last_step BIGINT NOT NULL, 
	last_value DOUBLE, 
	minimum DOUBLE, 
	maximum DOUBLE, best_value DOUBLE, 
	CONSTRAINT pk_metric_summaries PRIMARY KEY (run, name)
)
 WITHOUT ROWID

;

CREATE TABLE topics (
	name VARCHAR(200) NOT NULL, 
	last_number BIGINT DEFAULT '0' NOT NULL, 
	last_version BIGINT DEFAULT '0' NOT NULL, 
	compacted_to BIGINT DEFAULT '0' NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_topics PRIMARY KEY (name)
);

CREATE TABLE train_configs (
	id VARCHAR(64) NOT NULL, 
	session_id VARCHAR(64) NOT NULL, 
	request JSON NOT NULL, 
	hyperparameters JSON NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_train_configs PRIMARY KEY (id), 
	CONSTRAINT uq_train_configs_session_id UNIQUE (session_id)
);

CREATE TABLE users (
	id VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_email UNIQUE (email)
);

CREATE TABLE workers (
	id VARCHAR(64) NOT NULL, 
	host VARCHAR(200) NOT NULL, 
	pid INTEGER NOT NULL, 
	started VARCHAR(64) NOT NULL, 
	is_embedded BOOLEAN NOT NULL, 
	reserved_for VARCHAR(64), 
	slots INTEGER NOT NULL, 
	registered_at DATETIME NOT NULL, 
	lease_until DATETIME NOT NULL, 
	CONSTRAINT pk_workers PRIMARY KEY (id)
);

CREATE TABLE workspaces (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(64), 
	CONSTRAINT pk_workspaces PRIMARY KEY (id)
);

CREATE TABLE api_keys (
	id VARCHAR(64) NOT NULL, 
	user_id VARCHAR(64) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	hint VARCHAR(16) NOT NULL, 
	key_hash VARCHAR(64) NOT NULL, 
	scope VARCHAR(16) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME, 
	last_used_at DATETIME, 
	revoked_at DATETIME, 
	CONSTRAINT pk_api_keys PRIMARY KEY (id), 
	CONSTRAINT fk_api_keys_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash)
);

CREATE TABLE chat_messages (
	id VARCHAR(64) NOT NULL, 
	room_id VARCHAR(64) NOT NULL, 
	user_id VARCHAR, 
	user_name VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	content_type VARCHAR NOT NULL, 
	formatting JSON, 
	timestamp DATETIME NOT NULL, 
	edited_at DATETIME, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chat_messages PRIMARY KEY (id), 
	CONSTRAINT fk_chat_messages_room_id_chat_rooms FOREIGN KEY(room_id) REFERENCES chat_rooms (id) ON DELETE CASCADE
);

CREATE TABLE invites (
	id VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(64), 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by VARCHAR(64), 
	CONSTRAINT pk_invites PRIMARY KEY (id), 
	CONSTRAINT fk_invites_workspace_id_workspaces FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	CONSTRAINT uq_invites_token_hash UNIQUE (token_hash)
);

CREATE TABLE job_controls (
	id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	control JSON NOT NULL, 
	created_by VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_job_controls PRIMARY KEY (id), 
	CONSTRAINT fk_job_controls_job_id_jobs FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE
);

CREATE TABLE job_dependencies (
	job_id VARCHAR(64) NOT NULL, 
	needs_id VARCHAR(64) NOT NULL, 
	must_succeed BOOLEAN NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_job_dependencies PRIMARY KEY (job_id, needs_id), 
	CONSTRAINT fk_job_dependencies_job_id_jobs FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE, 
	CONSTRAINT fk_job_dependencies_needs_id_jobs FOREIGN KEY(needs_id) REFERENCES jobs (id) ON DELETE CASCADE
);

CREATE TABLE sign_ins (
	id VARCHAR(64) NOT NULL, 
	user_id VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (id), 
	CONSTRAINT fk_sign_ins_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE trainings (
	id VARCHAR(64) NOT NULL, 
	experiment_id VARCHAR(64), 
	source VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	algorithm_id VARCHAR, 
	dataset_id VARCHAR, 
	request JSON NOT NULL, 
	hyperparameters JSON NOT NULL, 
	state VARCHAR, 
	model_id VARCHAR, 
	model_path VARCHAR, 
	evaluation_key VARCHAR, 
	metrics JSON, 
	training_history JSON, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	completed_at DATETIME, 
	workspace_id VARCHAR(64) NOT NULL, guard JSON, 
	CONSTRAINT pk_trainings PRIMARY KEY (id), 
	CONSTRAINT fk_trainings_experiment_id_experiments FOREIGN KEY(experiment_id) REFERENCES experiments (id)
);

CREATE TABLE workspace_permissions (
	id VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	user_id VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	granted_at DATETIME NOT NULL, 
	granted_by VARCHAR(64), 
	CONSTRAINT pk_workspace_permissions PRIMARY KEY (id), 
	CONSTRAINT ck_workspace_permissions_role CHECK (role in ('viewer', 'editor', 'owner')), 
	CONSTRAINT fk_workspace_permissions_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_workspace_permissions_workspace_id_workspaces FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	CONSTRAINT uq_workspace_permissions_workspace_id_user_id UNIQUE (workspace_id, user_id)
);

CREATE TABLE refresh_tokens (
	token_hash VARCHAR(64) NOT NULL, 
	sign_in_id VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_hash), 
	CONSTRAINT fk_refresh_tokens_sign_in_id_sign_ins FOREIGN KEY(sign_in_id) REFERENCES sign_ins (id) ON DELETE CASCADE
);

CREATE TABLE leases (
	name VARCHAR(64) NOT NULL, 
	holder VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);

CREATE TABLE job_log_parts (
	job_id VARCHAR(64) NOT NULL, 
	last_number BIGINT NOT NULL, 
	entries TEXT NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_job_log_parts PRIMARY KEY (job_id, last_number), 
	CONSTRAINT fk_job_log_parts_job_id_jobs FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE
);

CREATE TABLE installation (
	id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (id)
);

CREATE TABLE upload_sessions (
	id VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	filename VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	offset_bytes BIGINT NOT NULL, 
	sha256 VARCHAR(64), 
	head_sha256 VARCHAR(64), 
	options JSON, 
	dataset_id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64), 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_upload_sessions PRIMARY KEY (id)
);

CREATE TABLE dataset_maps (
	id VARCHAR(64) NOT NULL, 
	dataset_id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	asked JSON NOT NULL, 
	used JSON, 
	notes JSON NOT NULL, 
	facts JSON, 
	features JSON, 
	total_rows BIGINT, 
	file_path VARCHAR, 
	error VARCHAR, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_dataset_maps PRIMARY KEY (id)
);

CREATE TABLE recipes (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	steps JSON NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_recipes PRIMARY KEY (id)
);

CREATE TABLE "models" (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	algorithm VARCHAR NOT NULL, 
	algorithm_name VARCHAR NOT NULL, 
	task VARCHAR NOT NULL, 
	target VARCHAR, 
	features JSON NOT NULL, 
	classes JSON, 
	metrics JSON NOT NULL, 
	params JSON NOT NULL, 
	dataset_id VARCHAR, 
	job_id VARCHAR, 
	prefix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	recipe JSON, 
	first JSON, 
	describes JSON, targets JSON, registered_name VARCHAR(100), number INTEGER, stage VARCHAR(16) DEFAULT 'none' NOT NULL, aliases JSON DEFAULT '[]' NOT NULL, tags JSON DEFAULT '[]' NOT NULL, archived_at DATETIME, parent_id VARCHAR(64), brought JSON, judged JSON, against INTEGER DEFAULT 0 NOT NULL, calibration JSON, 
	CONSTRAINT pk_models PRIMARY KEY (id)
);

CREATE TABLE training_timeline (
	id VARCHAR(64) NOT NULL, 
	run VARCHAR(64) NOT NULL, 
	what VARCHAR(32) NOT NULL, 
	step BIGINT, 
	time DATETIME NOT NULL, 
	person_id VARCHAR(64), 
	person_name VARCHAR, 
	details JSON NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_training_timeline PRIMARY KEY (id)
);

CREATE TABLE training_checkpoints (
	id VARCHAR(64) NOT NULL, 
	run VARCHAR(64) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	name VARCHAR NOT NULL, 
	step BIGINT NOT NULL, 
	metrics JSON NOT NULL, 
	hyperparameters JSON NOT NULL, 
	storage_key VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_by VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_training_checkpoints PRIMARY KEY (id)
);

CREATE TABLE training_descents (
	run VARCHAR(64) NOT NULL, 
	parent VARCHAR(64) NOT NULL, 
	how VARCHAR(8) NOT NULL, 
	checkpoint_id VARCHAR(64) NOT NULL, 
	step BIGINT NOT NULL, 
	changes JSON NOT NULL, 
	note VARCHAR, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_training_descents PRIMARY KEY (run)
);

CREATE TABLE workspace_state (
	workspace_id VARCHAR(64) NOT NULL, 
	path VARCHAR(200) NOT NULL, 
	value JSON, 
	is_taken_away BOOLEAN NOT NULL, 
	version BIGINT NOT NULL, 
	updated_by VARCHAR(64) NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_workspace_state PRIMARY KEY (workspace_id, path), 
	CONSTRAINT fk_workspace_state_workspace_id_workspaces FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);

CREATE TABLE listed_runs (
	id VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	status VARCHAR(64) NOT NULL, 
	algorithm_id VARCHAR, 
	dataset_id VARCHAR, 
	experiment_id VARCHAR(64), 
	target VARCHAR, 
	tags JSON NOT NULL, 
	has_notes BOOLEAN NOT NULL, 
	notes_version INTEGER NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	completed_at DATETIME, 
	version INTEGER NOT NULL, against INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_listed_runs PRIMARY KEY (id)
)
 WITHOUT ROWID

;

CREATE TABLE run_tags (
	run VARCHAR(64) NOT NULL, 
	tag VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_run_tags PRIMARY KEY (run, tag)
)
 WITHOUT ROWID

;

CREATE TABLE run_words (
	run VARCHAR(64) NOT NULL, 
	word VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_run_words PRIMARY KEY (run, word)
)
 WITHOUT ROWID

;

CREATE TABLE run_values (
	run VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	number DOUBLE, 
	text VARCHAR(200), 
	CONSTRAINT pk_run_values PRIMARY KEY (run, kind, name)
)
 WITHOUT ROWID

;

CREATE TABLE run_notes (
	run VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	text VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	updated_by VARCHAR NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_run_notes PRIMARY KEY (run)
);

CREATE TABLE deleted_runs (
	run VARCHAR(64) NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_deleted_runs PRIMARY KEY (run)
);

CREATE TABLE train_presets (
	id VARCHAR(64) NOT NULL, 
	algorithm_id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	hyperparameters JSON NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, made_for JSON, 
	CONSTRAINT pk_train_presets PRIMARY KEY (id)
);

CREATE TABLE searches (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	dataset_id VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	request JSON NOT NULL, 
	task VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	algorithms JSON NOT NULL, 
	space JSON NOT NULL, 
	earlier JSON NOT NULL, 
	most_trials INTEGER NOT NULL, 
	seconds DOUBLE, 
	patience INTEGER, 
	seed BIGINT NOT NULL, 
	held_to_learned DOUBLE, 
	started_at DATETIME, 
	deadline DATETIME, 
	touched_at DATETIME, 
	is_stopping BOOLEAN NOT NULL, 
	outcome JSON, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, guard JSON, notes JSON, paused_at DATETIME, paused_s DOUBLE DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id)
);

CREATE TABLE search_trials (
	search_id VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	algorithm_id VARCHAR NOT NULL, 
	params JSON NOT NULL, 
	origin VARCHAR NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	value DOUBLE, 
	spread DOUBLE, 
	scores JSON NOT NULL, 
	fit_s DOUBLE, 
	predict_s DOUBLE, 
	error VARCHAR, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, rung_values JSON, run_id VARCHAR(64), 
	CONSTRAINT pk_search_trials PRIMARY KEY (search_id, number), 
	CONSTRAINT fk_search_trials_search_id_searches FOREIGN KEY(search_id) REFERENCES searches (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE TABLE model_explanations (
	id VARCHAR(64) NOT NULL, 
	model_id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	asked JSON NOT NULL, 
	notes JSON NOT NULL, 
	file_path VARCHAR, 
	error VARCHAR, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_model_explanations PRIMARY KEY (id)
);

CREATE TABLE model_names (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	description VARCHAR NOT NULL, 
	last_number INTEGER NOT NULL, 
	aliases JSON NOT NULL, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_model_names PRIMARY KEY (id), 
	CONSTRAINT uq_model_names_name UNIQUE (workspace_id, name)
);

CREATE TABLE model_cards (
	model_id VARCHAR(64) NOT NULL, 
	sections JSON NOT NULL, 
	version INTEGER NOT NULL, 
	updated_by JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_model_cards PRIMARY KEY (model_id)
);

CREATE TABLE model_moves (
	id VARCHAR(64) NOT NULL, 
	model_id VARCHAR(64) NOT NULL, 
	registered_name VARCHAR(100), 
	number INTEGER, 
	what VARCHAR(16) NOT NULL, 
	"before" VARCHAR, 
	"after" VARCHAR, 
	note VARCHAR, 
	"by" JSON NOT NULL, 
	at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_model_moves PRIMARY KEY (id)
);

CREATE TABLE model_drifts (
	id VARCHAR(64) NOT NULL, 
	model_id VARCHAR(64) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	dataset_id VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	asked JSON NOT NULL, 
	verdict VARCHAR(16), 
	file_path VARCHAR, 
	error VARCHAR, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_model_drifts PRIMARY KEY (id)
);

CREATE TABLE mission_tables (
	id VARCHAR(64) NOT NULL, 
	mission VARCHAR(16) NOT NULL, 
	job_id VARCHAR(64) NOT NULL, 
	source VARCHAR(16), 
	details JSON NOT NULL, 
	pending JSON, 
	raw_id VARCHAR(64), 
	trainval_id VARCHAR(64), 
	test_id VARCHAR(64), 
	training_id VARCHAR(64), 
	error VARCHAR, 
	fetched_at DATETIME, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_mission_tables PRIMARY KEY (id)
);

CREATE TABLE exoplanet_sessions (
	id VARCHAR(64) NOT NULL, 
	flow VARCHAR(16) NOT NULL, 
	mission VARCHAR(16) NOT NULL, 
	asked JSON NOT NULL, 
	uploads JSON NOT NULL, 
	table_id VARCHAR(64), 
	training_id VARCHAR(64), 
	source VARCHAR(16), 
	notes JSON NOT NULL, 
	result_key VARCHAR, 
	read_at DATETIME, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_exoplanet_sessions PRIMARY KEY (id)
);

CREATE TABLE light_curves (
	id VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	files JSON NOT NULL, 
	asked JSON, 
	summary JSON, 
	result_key VARCHAR, 
	job_id VARCHAR, 
	error VARCHAR, 
	created_by VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_light_curves PRIMARY KEY (id)
);

CREATE INDEX ix_api_keys_user_id ON api_keys (user_id);

CREATE INDEX ix_chat_messages_room_id ON chat_messages (room_id);

CREATE INDEX ix_chat_messages_workspace_id ON chat_messages (workspace_id);

CREATE INDEX ix_chat_rooms_workspace_id ON chat_rooms (workspace_id);

CREATE INDEX ix_code_sessions_workspace_id ON code_sessions (workspace_id);

CREATE INDEX ix_dataset_maps_dataset_id ON dataset_maps (dataset_id);

CREATE INDEX ix_dataset_maps_job_id ON dataset_maps (job_id);

CREATE INDEX ix_dataset_maps_workspace_id ON dataset_maps (workspace_id);

CREATE INDEX ix_datasets_content_hash ON datasets (content_hash);

CREATE INDEX ix_datasets_list ON datasets (workspace_id, id);

CREATE INDEX ix_datasets_workspace_id ON datasets (workspace_id);

CREATE INDEX ix_exoplanet_sessions_training_id ON exoplanet_sessions (training_id);

CREATE INDEX ix_exoplanet_sessions_workspace_id ON exoplanet_sessions (workspace_id);

CREATE INDEX ix_experiments_workspace_id ON experiments (workspace_id);

CREATE INDEX ix_invites_workspace_id ON invites (workspace_id);

CREATE INDEX ix_job_controls_job_id ON job_controls (job_id);

CREATE INDEX ix_job_controls_workspace_id ON job_controls (workspace_id);

CREATE INDEX ix_job_dependencies_needs_id ON job_dependencies (needs_id);

CREATE INDEX ix_job_dependencies_workspace_id ON job_dependencies (workspace_id);

CREATE INDEX ix_job_log_parts_workspace_id ON job_log_parts (workspace_id);

CREATE INDEX ix_jobs_list ON jobs (workspace_id, id);

CREATE INDEX ix_jobs_list_of_kind ON jobs (kind, workspace_id, id);

CREATE INDEX ix_jobs_list_of_state ON jobs (state, workspace_id, id);

CREATE INDEX ix_jobs_parent_id ON jobs (parent_id);

CREATE INDEX ix_jobs_queue ON jobs (line, priority DESC, id);

CREATE INDEX ix_jobs_reserved ON jobs (state, reserved_for) WHERE reserved_for IS NOT NULL;

CREATE INDEX ix_jobs_subject_id ON jobs (subject_id);

CREATE INDEX ix_jobs_worker_id ON jobs (worker_id);

CREATE INDEX ix_jobs_workspace_id ON jobs (workspace_id);

CREATE INDEX ix_light_curves_job_id ON light_curves (job_id);

CREATE INDEX ix_light_curves_workspace_id ON light_curves (workspace_id);

CREATE INDEX ix_listed_runs_algorithm ON listed_runs (workspace_id, algorithm_id, created_at, id);

CREATE INDEX ix_listed_runs_created ON listed_runs (workspace_id, created_at, id);

CREATE INDEX ix_listed_runs_dataset ON listed_runs (workspace_id, dataset_id, created_at, id);

CREATE INDEX ix_listed_runs_experiment ON listed_runs (workspace_id, experiment_id, created_at, id);

CREATE INDEX ix_listed_runs_name ON listed_runs (workspace_id, name, id);

CREATE INDEX ix_listed_runs_person ON listed_runs (workspace_id, created_by, created_at, id);

CREATE INDEX ix_listed_runs_status ON listed_runs (workspace_id, status, created_at, id);

CREATE INDEX ix_metric_summaries_best ON metric_summaries (workspace_id, name, best_value, run);

CREATE INDEX ix_metric_summaries_last ON metric_summaries (workspace_id, name, last_value, run);

CREATE INDEX ix_mission_tables_workspace_id ON mission_tables (workspace_id);

CREATE INDEX ix_model_cards_workspace_id ON model_cards (workspace_id);

CREATE INDEX ix_model_drifts_job_id ON model_drifts (job_id);

CREATE INDEX ix_model_drifts_model_id ON model_drifts (model_id);

CREATE INDEX ix_model_drifts_workspace_id ON model_drifts (workspace_id);

CREATE INDEX ix_model_explanations_job_id ON model_explanations (job_id);

CREATE INDEX ix_model_explanations_model_id ON model_explanations (model_id);

CREATE INDEX ix_model_explanations_workspace_id ON model_explanations (workspace_id);

CREATE INDEX ix_model_moves_model_id ON model_moves (model_id);

CREATE INDEX ix_model_moves_registered_name ON model_moves (registered_name);

CREATE INDEX ix_model_moves_workspace_id ON model_moves (workspace_id);

CREATE INDEX ix_model_names_workspace_id ON model_names (workspace_id);

CREATE INDEX ix_models_job_id ON models (job_id);

CREATE INDEX ix_models_parent_id ON models (parent_id);

CREATE INDEX ix_models_workspace_id ON models (workspace_id);

CREATE INDEX ix_recipes_workspace_id ON recipes (workspace_id);

CREATE INDEX ix_refresh_tokens_sign_in_id ON refresh_tokens (sign_in_id);

CREATE INDEX ix_run_tags_tag ON run_tags (workspace_id, tag, run);

CREATE INDEX ix_run_values_number ON run_values (workspace_id, kind, name, number, run);

CREATE INDEX ix_run_values_text ON run_values (workspace_id, kind, name, text, run);

CREATE INDEX ix_run_words_word ON run_words (workspace_id, word, run);

CREATE INDEX ix_search_trials_job_id ON search_trials (job_id);

CREATE INDEX ix_searches_dataset_id ON searches (dataset_id);

CREATE INDEX ix_searches_workspace_id ON searches (workspace_id);

CREATE INDEX ix_sign_ins_user_id ON sign_ins (user_id);

CREATE INDEX ix_topics_workspace_id ON topics (workspace_id);

CREATE INDEX ix_train_configs_workspace_id ON train_configs (workspace_id);

CREATE INDEX ix_train_presets_algorithm_id ON train_presets (algorithm_id);

CREATE INDEX ix_train_presets_workspace_id ON train_presets (workspace_id);

CREATE INDEX ix_training_checkpoints_run ON training_checkpoints (run);

CREATE INDEX ix_training_checkpoints_workspace_id ON training_checkpoints (workspace_id);

CREATE INDEX ix_training_descents_parent ON training_descents (parent);

CREATE INDEX ix_training_descents_workspace_id ON training_descents (workspace_id);

CREATE INDEX ix_training_timeline_run ON training_timeline (run);

CREATE INDEX ix_training_timeline_workspace_id ON training_timeline (workspace_id);

CREATE INDEX ix_trainings_dataset_id ON trainings (dataset_id);

CREATE INDEX ix_trainings_experiment_id ON trainings (experiment_id);

CREATE INDEX ix_trainings_workspace_id ON trainings (workspace_id);

CREATE INDEX ix_upload_sessions_expires_at ON upload_sessions (expires_at);

CREATE INDEX ix_upload_sessions_workspace_id ON upload_sessions (workspace_id);

CREATE INDEX ix_workers_host ON workers (host);

CREATE INDEX ix_workspace_permissions_user_id ON workspace_permissions (user_id);

CREATE UNIQUE INDEX uq_models_number ON models (workspace_id, registered_name, number);

CREATE UNIQUE INDEX uq_models_production ON models (workspace_id, registered_name) WHERE stage = 'production';

CREATE VIEW training_sessions as
select
    trainings.id as id,
    trainings.workspace_id as workspace_id,
    trainings.experiment_id as experiment_id,
    trainings.hyperparameters as hyperparameters,
    trainings.training_history as training_history,
    trainings.model_path as model_path,
    case coalesce(jobs.state, trainings.state)
        when 'succeeded' then 'completed'
        when 'failed' then 'failed'
        when 'lost' then 'failed'
        when 'cancelled' then 'stopped'
        when 'running' then 'running'
        when 'pausing' then 'running'
        when 'paused' then 'paused'
        when 'cancelling' then 'running'
        else 'queued'
    end as status,
    coalesce(jobs.started_at, trainings.started_at) as started_at,
    coalesce(jobs.finished_at, trainings.completed_at) as completed_at
from trainings left join jobs on jobs.id = trainings.id;

INSERT INTO alembic_version (version_num) VALUES ('0206')
