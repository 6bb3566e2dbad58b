'use strict';
// The sessions of Steward on Fastify and better-sqlite3, as one would write it by hand: a bearer token by its SHA-256, a schema for the
// body, the project looked up, the row and its event in one transaction at synchronous=FULL, ETag, Location, 304, 401, 404, 422.

const crypto = require('node:crypto');
const fastify = require('fastify');
const Database = require('better-sqlite3');

const db = new Database(process.env.DATABASE);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('foreign_keys = ON');
db.pragma('busy_timeout = 5000');
db.pragma('cache_size = -16000');

const COLUMNS = `id, kind, project_id, milestone_id, title, description, notes, summary, scheduled_date, duration_minutes, actual_minutes,
  status, files_changed, body, week_key, completed_at, version, created_at, updated_at`;
const findToken = db.prepare('SELECT workspace_id, id, name, scopes, expires_at, revoked_at FROM api_token WHERE workspace_id = ? AND secret_hash = ?');
const findSession = db.prepare(`SELECT ${COLUMNS} FROM session WHERE workspace_id = ? AND id = ?`);
const findProject = db.prepare('SELECT archived_at FROM project WHERE workspace_id = ? AND id = ?');
const insertSession = db.prepare(`INSERT INTO session (workspace_id, id, version, created_at, updated_at, kind, project_id, title, description, notes, summary,
  scheduled_date, week_key, duration_minutes, status, files_changed, body, search_text) VALUES (?, ?, 1, ?, ?, 'planned', ?, ?, ?, '', '', ?, ?, ?, ?, '[]', '', ?)`);
const nextEvent = db.prepare(`INSERT INTO event_sequence (workspace_id, last) VALUES (?, 1)
  ON CONFLICT (workspace_id) DO UPDATE SET last = last + 1 RETURNING last`);
const insertEvent = db.prepare(`INSERT INTO event (workspace_id, sequence, at, actor_kind, actor_id, actor_label, type, subject_type, subject_id, project_id, payload, request_id)
  VALUES (?, ?, ?, 'user', ?, ?, 'session.created', 'session', ?, ?, ?, ?)`);

function uuid7() {
  const bytes = crypto.randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function weekKey(date) {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  return `${year}.${String(Math.ceil(((day - Date.UTC(year, 0, 1)) / 86400000 + 1) / 7)).padStart(2, '0')}`;
}

function rendered(row) {
  return { ...row, files_changed: JSON.parse(row.files_changed), created_at: new Date(row.created_at).toISOString(), updated_at: new Date(row.updated_at).toISOString(),
    completed_at: row.completed_at === null ? null : new Date(row.completed_at).toISOString() };
}

class Refused extends Error {
  constructor(status, code, detail, errors) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const create = db.transaction((token, body, requestId) => {
  const project = findProject.get(token.workspace_id, body.project_id);
  if (!project) {
    throw new Refused(422, 'validation_failed', 'project_id: there is no such project.', [{ pointer: '/project_id', code: 'unknown_reference' }]);
  }
  if (project.archived_at !== null) {
    throw new Refused(409, 'archived', 'The project is archived.');
  }
  const now = Date.now();
  const id = uuid7();
  insertSession.run(token.workspace_id, id, now, now, body.project_id, body.title, body.description, body.scheduled_date, weekKey(body.scheduled_date),
    body.duration_minutes, body.status, `${body.title}\n${body.description}`.normalize('NFKC').toLowerCase());
  const session = rendered(findSession.get(token.workspace_id, id));
  const { last } = nextEvent.get(token.workspace_id);
  insertEvent.run(token.workspace_id, last, now, token.id, token.name, id, body.project_id, JSON.stringify({ session }), requestId);
  return session;
});

const trusted = new Map(); // for a second, as Steward does
function authenticate(request) {
  const header = request.headers.authorization;
  if (!header || !header.startsWith('Bearer stw_')) {
    throw new Refused(401, 'unauthenticated', 'This route needs a token.');
  }
  const text = header.slice(7);
  const hash = crypto.createHash('sha256').update(text).digest('hex');
  const now = Date.now();
  const known = trusted.get(hash);
  if (known && known.until > now) {
    return known.token;
  }
  const hex = Buffer.from(text.slice(4), 'base64url').toString('hex');
  const workspace = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
  const token = findToken.get(workspace, hash);
  if (!token || token.revoked_at !== null || (token.expires_at !== null && token.expires_at <= now)) {
    throw new Refused(401, 'unauthenticated', 'The token is unknown, expired or revoked.');
  }
  trusted.set(hash, { token, until: now + 1000 });
  return token;
}

const app = fastify({ bodyLimit: 1048576, genReqId: uuid7 });

app.setErrorHandler((error, request, reply) => {
  const status = error.status || (error.validation ? 422 : error.statusCode || 500);
  reply.code(status).type('application/problem+json').send({ status, code: error.code || 'internal', detail: error.message,
    errors: error.errors || error.validation, instance: request.url, request_id: request.id });
});

app.addHook('onRequest', async (request, reply) => {
  reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  if (!request.url.startsWith('/health/')) {
    request.token = authenticate(request);
  }
});

app.get('/health/ready', async () => ({ status: 'UP' }));

app.get('/api/v1/sessions/:id', async (request, reply) => {
  const row = findSession.get(request.token.workspace_id, request.params.id);
  if (!row) {
    throw new Refused(404, 'not_found', `There is no session '${request.params.id}' in this workspace.`);
  }
  const tag = `"${row.version}"`;
  reply.header('etag', tag);
  return request.headers['if-none-match'] === tag ? reply.code(304).send() : rendered(row);
});

app.post('/api/v1/sessions', { schema: { body: {
  type: 'object',
  required: ['project_id', 'title', 'scheduled_date'],
  additionalProperties: false,
  properties: {
    project_id: { type: 'string', format: 'uuid' },
    title: { type: 'string', minLength: 1, maxLength: 200 },
    description: { type: 'string', maxLength: 10000, default: '' },
    scheduled_date: { type: 'string', format: 'date' },
    duration_minutes: { type: 'integer', minimum: 15, maximum: 480, default: 90 },
    status: { type: 'string', enum: ['backlog', 'planned', 'doing', 'done', 'cancelled'], default: 'backlog' },
  },
} } }, async (request, reply) => {
  if (!request.token.scopes.split(' ').some((scope) => scope === 'write' || scope === 'admin')) {
    throw new Refused(403, 'forbidden', 'The token does not have the scope write.');
  }
  const session = create.immediate(request.token, request.body, request.id);
  return reply.code(201).header('location', `/api/v1/sessions/${session.id}`).header('etag', '"1"').send(session);
});

app.listen({ port: 0, host: '127.0.0.1' }).then((address) => console.log(`Fastify listens on ${address}`));
