/** One very large organization beside many small ones, as rows: through the API it would take days. */
import { createHash, randomUUID } from 'node:crypto'
import { generateApiKey, generateServiceToken, hashApiKey } from '@vectreal/auth-core'

/** The id of the organization, and its slug. */
export const LARGE = 'large'
/** Rows of one statement: a transaction each, small enough for any machine. */
const AT_ONCE = 250_000
const DAYS = 90

/** How much of everything; `scale` 1 is a very large customer. */
export const amountsOf = (scale) => ({
  projects: Math.ceil(2000 * scale),
  scenes: Math.ceil(20_000 * scale),
  keys: Math.ceil(5000 * scale),
  'signing keys': Math.ceil(500 * scale),
  'service tokens': Math.ceil(1000 * scale),
  leaks: Math.ceil(1000 * scale),
  members: Math.ceil(500 * scale),
  // As many as one organization may have, whatever its size.
  invitations: 90,
  webhooks: 20,
  usage: Math.ceil(5_000_000 * scale),
  refusals: Math.ceil(1_000_000 * scale),
  reports: Math.ceil(200_000 * scale),
  audit: Math.ceil(300_000 * scale),
  neighbours: Math.ceil(20_000 * scale),
})

/** Fills a migrated database; what a bench needs to ask about it comes back. */
export async function seedManagement(pool, amounts) {
  const { projects, scenes, keys, members, usage, refusals, reports, audit, neighbours } = amounts
  const neighbour = await seedNeighbours(pool, neighbours)
  const query = (text, values) => pool.query(text, values)
  const inPieces = async (amount, text, values = []) => {
    for (let from = 1; from <= amount; from += AT_ONCE) {
      await query(text, [from, Math.min(amount, from + AT_ONCE - 1), ...values])
    }
  }
  await query(
    `insert into organizations (id, name, slug, plan, created_at) values ($1, 'Large', $1, 'enterprise', now())`,
    [LARGE],
  )
  await query(
    `insert into users (id, name, email, created_at, updated_at)
     select 'person' || n, 'Person ' || n, 'person' || n || '@example.com', now(), now() from generate_series(1, $1::int) n`,
    [members],
  )
  await query(
    `insert into members (id, organization_id, user_id, role, created_at)
     select 'member' || n, $1, 'person' || n, case when n < 3 then 'owner' else 'member' end, now() - n * interval '1 minute'
     from generate_series(1, $2::int) n`,
    [LARGE, members],
  )
  await query(
    `insert into invitations (id, organization_id, email, role, status, expires_at, created_at, inviter_id)
     select 'invitation' || n, $1, 'guest' || n || '@example.com', 'member', 'pending', now() + interval '6 days', now() - n * interval '1 minute', 'person1'
     from generate_series(1, $2::int) n`,
    [LARGE, amounts.invitations],
  )
  await query(
    `insert into webhooks (id, organization_id, url, types, encrypted_secret, created_at, created_by_id, created_by_name)
     select 'webhook' || n, $1, 'https://hooks.example.com/' || n, '{member.added}', '', now(), 'person1', 'Person 1' from generate_series(1, $2::int) n`,
    [LARGE, amounts.webhooks],
  )
  await query(
    `insert into service_tokens (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, expires_at)
     select 'token' || n, $1, 'Token ' || n, encode(sha256(('token' || n)::bytea), 'hex'), 'aaaa', now() - n * interval '1 minute', 'person1', 'Person 1',
       now() + n % 80 * interval '1 day' + interval '1 hour' from generate_series(1, $2::int) n`,
    [LARGE, amounts['service tokens']],
  )
  await query(
    `insert into leaks (id, organization_id, kind, credential_id, name, preview, url, source, seen_at, ended_at)
     select 'leak' || n, $1, 'service_token', 'token' || n, 'Token ' || n, 'aaaa', 'https://code.example.com/' || n, 'github', now() - n * interval '1 hour', now()
     from generate_series(1, $2::int) n`,
    [LARGE, amounts.leaks],
  )
  await query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, created_at, updated_at)
     select 'project' || n, $1, 'Project ' || n, 'project-' || n, array['shop' || n || '.example.com', '*.shop' || n || '.example.net'], now(), now()
     from generate_series(1, $2::int) n`,
    [LARGE, projects],
  )
  await query(
    `insert into blobs (sha256, bytes, media_type, touched_at) values (repeat('a', 64), 1000000, 'model/gltf-binary', now())`,
  )
  await query(
    `insert into scenes (id, organization_id, project_id, name, status, version, model_sha256, published_at, created_at, updated_at)
     select 'scene' || n, $1, 'project' || n % $3 + 1, 'Scene ' || n, 'published', 1, repeat('a', 64), now(), now() - n * interval '1 minute', now()
     from generate_series(1, $2::int) n`,
    [LARGE, scenes, projects],
  )
  await query(
    `insert into scene_versions (scene_id, version, model_sha256, created_at) select id, 1, model_sha256, created_at from scenes where organization_id = $1`,
    [LARGE],
  )
  await query(
    `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, expires_at, created_by_id, created_by_name, last_used_at)
     select 'key' || n, $1, 'Key ' || n, encode(sha256(('large' || n)::bytea), 'hex'), 'aaaa', now() - n * interval '1 minute',
       case when n % 5 > 0 then now() + n % 80 * interval '1 day' + interval '1 hour' end, 'person1', 'Person 1', now() - n % 40 * interval '1 day'
     from generate_series(1, $2::int) n`,
    [LARGE, keys],
  )
  await query(
    `insert into api_key_projects (key_id, project_id, organization_id)
     select 'key' || n, 'project' || (n + i) % $3 + 1, $1 from generate_series(1, $2::int) n, generate_series(0, 1) i`,
    [LARGE, keys, projects],
  )
  await query(
    `insert into api_keys (id, organization_id, name, token_hash, public_key, preview, created_at, expires_at, created_by_id, created_by_name)
     select 'signing' || n, $1, 'Signing key ' || n, encode(sha256(('signing' || n)::bytea), 'hex'), rpad('k' || n || '_', 43, 'A'), 'aaaa',
       now() - n * interval '1 minute', now() + n % 80 * interval '1 day' + interval '1 hour', 'person1', 'Person 1' from generate_series(1, $2::int) n`,
    [LARGE, amounts['signing keys']],
  )
  await query(
    `insert into api_key_projects (key_id, project_id, organization_id)
     select 'signing' || n, 'project' || n % $3 + 1, $1 from generate_series(1, $2::int) n`,
    [LARGE, amounts['signing keys'], projects],
  )
  // Of every day a site of each scene in turn: a key reads the scenes of its project.
  await inPieces(
    usage,
    `insert into usage_buckets (organization_id, key_id, scene_id, project_id, day, origin, client, loads, refusals, last_seen_at)
     select $3, 'key' || k, 'scene' || s, 'project' || s % $6 + 1, current_date - d, 'https://' || case when n % 3 = 0 then 'www.' else '' end || 'shop' || s % $6 + 1 || '.example.com',
       case when n % 7 = 0 then 'other' else 'browser' end, n % 50 + 1, n % 5, now() - d * interval '1 day'
     from (select n, n % $4 as s, n / $4 % ${DAYS} as d, (n % $6 + n / $4 / ${DAYS} * $6) % $5 + 1 as k from generate_series($1::int, $2::int) n) of_day
     on conflict do nothing`,
    [LARGE, scenes, keys, projects],
  )
  // The trigger that keeps sums for older nodes takes row after row.
  await query("select set_config('vectreal.sums', 'written', false)")
  await query(
    `insert into usage_days (organization_id, day, origin, client, loads, refusals, last_seen_at)
     select organization_id, day, origin, client, sum(loads), sum(refusals), max(last_seen_at) from usage_buckets group by 1, 2, 3, 4`,
  )
  await query(
    `insert into usage_totals (organization_id, day, client, loads, refusals, last_seen_at)
     select organization_id, day, client, sum(loads), sum(refusals), max(last_seen_at) from usage_days group by 1, 2, 3`,
  )
  await query(
    `insert into usage_spans (organization_id, days, first_day, origin, client, loads, refusals, last_seen_at)
     select organization_id, span.days, day - (day - date '1970-01-05') % span.days, origin, client, sum(loads), sum(refusals), max(last_seen_at)
     from usage_days, (values (7), (28)) as span (days) group by 1, 2, 3, 4, 5`,
  )
  await inPieces(
    refusals,
    `insert into refusal_buckets (organization_id, project_id, key_id, scene_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
     select $3, 'project' || n % $5 + 1, case when n % 4 > 0 then 'key' || n % $6 + 1 end, 'scene' || n % $4, current_date - n / $4 % ${DAYS},
       'https://other' || n / $4 / ${DAYS} || '-' || n % 300 || '.example.org', 'domain_not_allowed', 'origin', 'browser', n % 9 + 1,
       now() - n / $4 % ${DAYS} * interval '1 day' - n % 500 * interval '1 second', now() - n / $4 % ${DAYS} * interval '1 day'
     from generate_series($1::int, $2::int) n on conflict do nothing`,
    [LARGE, scenes, projects, keys],
  )
  await inPieces(
    reports,
    `insert into embed_reports (id, received_at, organization_id, project_id, scene_id, origin, code, detail)
     select 'report' || n, now() - n % ${DAYS} * interval '1 day', $3, 'project' || n % $5 + 1, 'scene' || n % $4, 'https://shop' || n % 500 || '.example.com', 'network', 'The line was lost.'
     from generate_series($1::int, $2::int) n`,
    [LARGE, scenes, projects],
  )
  await inPieces(
    audit,
    `insert into audit_log (organization_id, sequence, id, at, action, actor_kind, actor_id, actor_name, actor_email, target_kind, target_id, previous_hash, hash)
     select $3, n, 'entry' || n, now() - ($4 - n) * interval '1 minute', case when n % 3 = 0 then 'scene.updated' else 'api_key.created' end, 'user',
       'person' || n % 50 + 1, 'Person ' || n % 50 + 1, 'person' || n % 50 + 1 || '@example.com', 'scene', 'scene' || n, repeat('0', 64), repeat('0', 64)
     from generate_series($1::int, $2::int) n`,
    [LARGE, audit],
  )
  await query('analyze')
  return { org: LARGE, token: await addServiceToken(pool, LARGE), neighbour }
}

/** Small ones with a project, a scene, a key each; of the first the key is known. */
async function seedNeighbours(pool, amount) {
  const key = generateApiKey()
  await pool.query(
    `insert into organizations (id, name, slug, plan, created_at) select 'small' || n, 'Small ' || n, 'small' || n, 'free', now() from generate_series(1, $1::int) n`,
    [amount],
  )
  await pool.query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, created_at, updated_at)
     select 'site' || n, 'small' || n, 'Site', 'site', '{shop.example.com}', now(), now() from generate_series(1, $1::int) n`,
    [amount],
  )
  await pool.query(
    `insert into blobs (sha256, bytes, media_type, touched_at) values (repeat('b', 64), 1000, 'model/gltf-binary', now())`,
  )
  await pool.query(
    `insert into scenes (id, organization_id, project_id, name, status, version, model_sha256, published_at, created_at, updated_at)
     select 'thing' || n, 'small' || n, 'site' || n, 'Thing', 'published', 1, repeat('b', 64), now(), now(), now() from generate_series(1, $1::int) n`,
    [amount],
  )
  await pool.query(
    `insert into scene_versions (scene_id, version, model_sha256, created_at) select id, 1, model_sha256, created_at from scenes`,
  )
  await pool.query(
    `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name)
     select 'small' || n, 'small' || n, 'Key', case when n = 1 then $2 else encode(sha256(('small' || n)::bytea), 'hex') end, 'aaaa', now(), 'u', 'U' from generate_series(1, $1::int) n`,
    [amount, await hashApiKey(key)],
  )
  await pool.query(
    `insert into api_key_projects (key_id, project_id, organization_id) select 'small' || n, 'site' || n, 'small' || n from generate_series(1, $1::int) n`,
    [amount],
  )
  return { key, scene: 'thing1', origin: 'https://shop.example.com' }
}

async function addServiceToken(pool, org) {
  const token = generateServiceToken()
  await pool.query(
    `insert into service_tokens (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, expires_at)
     values ($1, $2, 'Bench', $3, $4, now(), 'u', 'U', now() + interval '1 day')`,
    [randomUUID(), org, createHash('sha256').update(token).digest('hex'), token.slice(-4)],
  )
  return token
}

/** Somebody new signs up at the server at `url` and is an owner of the large organization; the cookie of their session. */
export async function joinAsOwner(url, pool) {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({
    name: 'Olga Owner',
    email: 'olga@example.com',
    password: 'correct horse battery',
  })
  const response = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`signing up responded ${response.status}: ${await response.text()}`)
  const { user } = await response.json()
  await pool.query(
    `insert into members (id, organization_id, user_id, role, created_at) values ('olga', $1, $2, 'owner', now())`,
    [LARGE, user.id],
  )
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
