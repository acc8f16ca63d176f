"""The tables of the first clinic."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

TABLES = ('audit_entries', 'audit_head', 'facts', 'login_failures', 'pharmacies', 'streams', 'entries', 'stock_items', 'users', 'access_requests', 'announcements', 'idempotency_keys', 'medical_records', 'prescriptions', 'read_marks', 'sessions', 'medical_record_versions', 'patient_requests', 'prescription_lines', 'stock_movements', 'dispenses', 'reservations')


def upgrade():
    op.create_table('audit_entries',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('fact_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('act', sa.String(length=64), nullable=False),
    sa.Column('subject_type', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=True),
    sa.Column('grant_id', sa.Uuid(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entries')),
    sa.UniqueConstraint('fact_id', name=op.f('uq_audit_entries_fact_id'))
    )
    op.create_index('ix_audit_entries_patient', 'audit_entries', ['patient_id', 'seq'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('facts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=True),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facts'))
    )
    op.create_index('ix_facts_presented', 'facts', ['actor_id', 'at'], unique=False, sqlite_where=sa.text("name = 'PrescriptionPresented'"), postgresql_where=sa.text("name = 'PrescriptionPresented'"))
    op.create_table('login_failures',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_failures'))
    )
    op.create_index('ix_login_failures_account_at', 'login_failures', ['account', 'at'], unique=False)
    op.create_index('ix_login_failures_address_at', 'login_failures', ['address', 'at'], unique=False)

    op.create_table('pharmacies',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('on_duty', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pharmacies')),
    sa.UniqueConstraint('name', name=op.f('uq_pharmacies_name'))
    )
    op.create_table('streams',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_streams'))
    )
    op.create_table('entries',
    sa.Column('stream', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('fact_id', sa.Uuid(), nullable=False),
    sa.Column('loud', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['fact_id'], ['facts.id'], name=op.f('fk_entries_fact_id')),
    sa.PrimaryKeyConstraint('stream', 'seq', name=op.f('pk_entries'))
    )
    op.create_index('ix_entries_loud', 'entries', ['stream', 'seq'], unique=False, sqlite_where=sa.text('loud'), postgresql_where=sa.text('loud'))
    op.create_index('ix_entries_stream_fact', 'entries', ['stream', 'fact_id'], unique=False)

    op.create_table('stock_items',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('pharmacy_id', sa.Uuid(), nullable=False),
    sa.Column('medication', sa.String(length=120), nullable=False),
    sa.Column('medication_key', sa.String(length=120), nullable=False),
    sa.Column('lot', sa.String(length=60), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('on_hand', sa.Integer(), nullable=False),
    sa.Column('reserved', sa.Integer(), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=False),
    sa.Column('low_told', sa.Boolean(), nullable=False),
    sa.Column('expiry_told', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('on_hand >= 0', name=op.f('ck_stock_items_on_hand')),
    sa.CheckConstraint('reserved BETWEEN 0 AND on_hand', name=op.f('ck_stock_items_reserved')),
    sa.CheckConstraint('threshold >= 0', name=op.f('ck_stock_items_threshold')),
    sa.ForeignKeyConstraint(['pharmacy_id'], ['pharmacies.id'], name=op.f('fk_stock_items_pharmacy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_items')),
    sa.UniqueConstraint('pharmacy_id', 'medication_key', 'lot', 'expires_on', name=op.f('uq_stock_items_pharmacy_id_medication_key_lot_expires_on'))
    )
    op.create_index('ix_stock_items_pharmacy_medication', 'stock_items', ['pharmacy_id', 'medication_key', 'expires_on'], unique=False)

    op.create_table('users',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('patient', 'doctor', 'pharmacist', 'admin', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('status', sa.Enum('pending', 'active', 'suspended', name='status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('search_name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('patient_number', sa.String(length=12), nullable=True),
    sa.Column('establishment', sa.String(length=120), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('pharmacy_id', sa.Uuid(), nullable=True),
    sa.Column('preferred_pharmacy_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role = 'pharmacist' OR pharmacy_id IS NULL", name=op.f('ck_users_pharmacy_of_pharmacists')),
    sa.CheckConstraint('email IS NOT NULL OR phone IS NOT NULL', name=op.f('ck_users_reachable')),
    sa.ForeignKeyConstraint(['pharmacy_id'], ['pharmacies.id'], name=op.f('fk_users_pharmacy_id')),
    sa.ForeignKeyConstraint(['preferred_pharmacy_id'], ['pharmacies.id'], name=op.f('fk_users_preferred_pharmacy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('email', name=op.f('uq_users_email')),
    sa.UniqueConstraint('patient_number', name=op.f('uq_users_patient_number')),
    sa.UniqueConstraint('phone', name=op.f('uq_users_phone'))
    )
    op.create_index('ix_users_pharmacy_id', 'users', ['pharmacy_id'], unique=False)
    op.create_index('ix_users_role_status', 'users', ['role', 'status'], unique=False)
    op.create_index('ix_users_search_name', 'users', ['search_name'], unique=False)

    op.create_table('access_requests',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('doctor_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.Enum('pending', 'approved', 'rejected', 'cancelled', 'lapsed', 'revoked', 'expired', name='status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('level', sa.Enum('read', 'write', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('emergency', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'approved') <= (expires_at IS NOT NULL)", name=op.f('ck_access_requests_approved_ends')),
    sa.CheckConstraint('days BETWEEN 1 AND 365', name=op.f('ck_access_requests_days')),
    sa.ForeignKeyConstraint(['doctor_id'], ['users.id'], name=op.f('fk_access_requests_doctor_id')),
    sa.ForeignKeyConstraint(['patient_id'], ['users.id'], name=op.f('fk_access_requests_patient_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_requests'))
    )
    op.create_index('ix_access_requests_doctor_id', 'access_requests', ['doctor_id'], unique=False)
    op.create_index('ix_access_requests_patient_id', 'access_requests', ['patient_id'], unique=False)
    op.create_index('ix_access_requests_status_expires', 'access_requests', ['status', 'expires_at'], unique=False)
    op.create_index('uq_access_requests_pending', 'access_requests', ['patient_id', 'doctor_id'], unique=True, sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))

    op.create_table('announcements',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('audience', sa.Enum('doctors', 'pharmacists', 'patients', 'everyone', name='audience', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_announcements_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements'))
    )
    op.create_index('ix_announcements_author_id', 'announcements', ['author_id'], unique=False)

    op.create_table('idempotency_keys',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('body', sa.String(length=64), nullable=False),
    sa.Column('result_type', sa.String(length=32), nullable=False),
    sa.Column('result_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_idempotency_keys_user_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_idempotency_keys'))
    )
    op.create_index('ix_idempotency_keys_at', 'idempotency_keys', ['at'], unique=False)
    op.create_index('ix_idempotency_keys_user_id', 'idempotency_keys', ['user_id'], unique=False)

    op.create_table('medical_records',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('consultation', 'test_result', 'vaccination', 'allergy', 'vital_signs', 'imaging', 'hospitalization', 'note', name='kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_medical_records_version')),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_medical_records_author_id')),
    sa.ForeignKeyConstraint(['patient_id'], ['users.id'], name=op.f('fk_medical_records_patient_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_medical_records'))
    )
    op.create_index('ix_medical_records_author_id', 'medical_records', ['author_id'], unique=False)
    op.create_index('ix_medical_records_patient_created', 'medical_records', ['patient_id', 'created_at'], unique=False)
    op.create_index('ix_medical_records_patient_id', 'medical_records', ['patient_id'], unique=False)

    op.create_table('prescriptions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matricule', sa.String(length=24), nullable=False),
    sa.Column('status', sa.Enum('issued', 'validated', 'in_preparation', 'ready', 'partially_delivered', 'delivered', 'cancellation_requested', 'cancelled', 'expired', name='status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('frozen_status', sa.Enum('issued', 'validated', 'in_preparation', 'ready', 'partially_delivered', 'delivered', 'cancellation_requested', 'cancelled', 'expired', name='frozen_status_value', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('prescriber_id', sa.Uuid(), nullable=False),
    sa.Column('chosen_pharmacy_id', sa.Uuid(), nullable=True),
    sa.Column('claiming_pharmacy_id', sa.Uuid(), nullable=True),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pickup_code', sa.String(length=6), nullable=True),
    sa.Column('code_attempts', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('override', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'cancellation_requested') = (frozen_status IS NOT NULL)", name=op.f('ck_prescriptions_frozen_status')),
    sa.CheckConstraint("status <> 'issued' OR claiming_pharmacy_id IS NULL", name=op.f('ck_prescriptions_issued_is_unclaimed')),
    sa.CheckConstraint("status NOT IN ('validated','in_preparation','ready','partially_delivered','cancellation_requested','delivered') OR claiming_pharmacy_id IS NOT NULL", name=op.f('ck_prescriptions_held_by_a_pharmacy')),
    sa.ForeignKeyConstraint(['chosen_pharmacy_id'], ['pharmacies.id'], name=op.f('fk_prescriptions_chosen_pharmacy_id')),
    sa.ForeignKeyConstraint(['claiming_pharmacy_id'], ['pharmacies.id'], name=op.f('fk_prescriptions_claiming_pharmacy_id')),
    sa.ForeignKeyConstraint(['patient_id'], ['users.id'], name=op.f('fk_prescriptions_patient_id')),
    sa.ForeignKeyConstraint(['prescriber_id'], ['users.id'], name=op.f('fk_prescriptions_prescriber_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prescriptions')),
    sa.UniqueConstraint('matricule', name=op.f('uq_prescriptions_matricule'))
    )
    op.create_index('ix_prescriptions_chosen_status', 'prescriptions', ['chosen_pharmacy_id', 'status'], unique=False)
    op.create_index('ix_prescriptions_claiming_status', 'prescriptions', ['claiming_pharmacy_id', 'status'], unique=False)
    op.create_index('ix_prescriptions_patient_created', 'prescriptions', ['patient_id', 'created_at'], unique=False)
    op.create_index('ix_prescriptions_patient_id', 'prescriptions', ['patient_id'], unique=False)
    op.create_index('ix_prescriptions_prescriber_created', 'prescriptions', ['prescriber_id', 'created_at'], unique=False)
    op.create_index('ix_prescriptions_prescriber_id', 'prescriptions', ['prescriber_id'], unique=False)
    op.create_index('ix_prescriptions_status_valid', 'prescriptions', ['status', 'valid_until'], unique=False)

    op.create_table('read_marks',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('fact_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['fact_id'], ['facts.id'], name=op.f('fk_read_marks_fact_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_read_marks_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'fact_id', name=op.f('pk_read_marks'))
    )
    op.create_table('sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('refresh_jti', sa.String(length=36), nullable=False),
    sa.Column('replaced_jti', sa.String(length=36), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sessions_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions'))
    )
    op.create_index('ix_sessions_user_id', 'sessions', ['user_id'], unique=False)

    op.create_table('medical_record_versions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('medical_record_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_medical_record_versions_author_id')),
    sa.ForeignKeyConstraint(['medical_record_id'], ['medical_records.id'], name=op.f('fk_medical_record_versions_medical_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_medical_record_versions')),
    sa.UniqueConstraint('medical_record_id', 'number', name=op.f('uq_medical_record_versions_medical_record_id_number'))
    )
    op.create_index('ix_medical_record_versions_author_id', 'medical_record_versions', ['author_id'], unique=False)

    op.create_table('patient_requests',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('prescription_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('delivery', 'renewal', name='kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('status', sa.Enum('pending', 'accepted', 'refused', 'closed', name='status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('mode', sa.Enum('pickup', 'home', name='mode', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['prescription_id'], ['prescriptions.id'], name=op.f('fk_patient_requests_prescription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patient_requests'))
    )
    op.create_index('ix_patient_requests_prescription_id', 'patient_requests', ['prescription_id'], unique=False)
    op.create_index('uq_patient_requests_open', 'patient_requests', ['prescription_id', 'kind'], unique=True, sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))

    op.create_table('prescription_lines',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('prescription_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('medication', sa.String(length=120), nullable=False),
    sa.Column('medication_key', sa.String(length=120), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('dosage', sa.String(length=120), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('delivered', sa.Integer(), nullable=False),
    sa.Column('instructions', sa.String(length=500), nullable=False),
    sa.Column('substitutable', sa.Boolean(), nullable=False),
    sa.Column('repeats', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('open', 'delivered', 'not_dispensed', name='status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.CheckConstraint('delivered BETWEEN 0 AND quantity', name=op.f('ck_prescription_lines_delivered')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_prescription_lines_quantity')),
    sa.ForeignKeyConstraint(['prescription_id'], ['prescriptions.id'], name=op.f('fk_prescription_lines_prescription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prescription_lines')),
    sa.UniqueConstraint('prescription_id', 'position', name=op.f('uq_prescription_lines_prescription_id_position'))
    )
    op.create_table('stock_movements',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('stock_item_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('prescription_id', sa.Uuid(), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quantity <> 0', name=op.f('ck_stock_movements_quantity')),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_stock_movements_actor_id')),
    sa.ForeignKeyConstraint(['prescription_id'], ['prescriptions.id'], name=op.f('fk_stock_movements_prescription_id')),
    sa.ForeignKeyConstraint(['stock_item_id'], ['stock_items.id'], name=op.f('fk_stock_movements_stock_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_movements'))
    )
    op.create_index('ix_stock_movements_actor_id', 'stock_movements', ['actor_id'], unique=False)
    op.create_index('ix_stock_movements_stock_item_id', 'stock_movements', ['stock_item_id'], unique=False)

    op.create_table('dispenses',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('line_id', sa.Uuid(), nullable=False),
    sa.Column('stock_item_id', sa.Uuid(), nullable=False),
    sa.Column('pharmacist_id', sa.Uuid(), nullable=False),
    sa.Column('pharmacy_id', sa.Uuid(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quantity <> 0', name=op.f('ck_dispenses_quantity')),
    sa.ForeignKeyConstraint(['line_id'], ['prescription_lines.id'], name=op.f('fk_dispenses_line_id')),
    sa.ForeignKeyConstraint(['pharmacist_id'], ['users.id'], name=op.f('fk_dispenses_pharmacist_id')),
    sa.ForeignKeyConstraint(['pharmacy_id'], ['pharmacies.id'], name=op.f('fk_dispenses_pharmacy_id')),
    sa.ForeignKeyConstraint(['stock_item_id'], ['stock_items.id'], name=op.f('fk_dispenses_stock_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispenses'))
    )
    op.create_index('ix_dispenses_line_id', 'dispenses', ['line_id'], unique=False)
    op.create_index('ix_dispenses_pharmacist_id', 'dispenses', ['pharmacist_id'], unique=False)

    op.create_table('reservations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('line_id', sa.Uuid(), nullable=False),
    sa.Column('stock_item_id', sa.Uuid(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_reservations_quantity')),
    sa.ForeignKeyConstraint(['line_id'], ['prescription_lines.id'], name=op.f('fk_reservations_line_id')),
    sa.ForeignKeyConstraint(['stock_item_id'], ['stock_items.id'], name=op.f('fk_reservations_stock_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservations')),
    sa.UniqueConstraint('line_id', 'stock_item_id', name=op.f('uq_reservations_line_id_stock_item_id'))
    )
    op.create_index('ix_reservations_line_id', 'reservations', ['line_id'], unique=False)
    op.create_index('ix_reservations_stock_item_id', 'reservations', ['stock_item_id'], unique=False)



def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
