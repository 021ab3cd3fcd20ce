/** The samples of `docs/visitor-tokens.md` in other languages sign what the platform accepts. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVerifier, generateSigningKey, resolveRequestOrigin } from '@vectreal/auth-core'
import MarkdownIt from 'markdown-it'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const NUGET_PACKAGES = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget/packages')
const PAGE = new URL('../../../docs/visitor-tokens.md', import.meta.url)

interface Language {
  readonly name: string
  /** Exits with 0 where everything that the sample needs is there. */
  readonly probe: readonly [string, ...string[]]
  readonly file: string
  /** The sample and a call of it. */
  program(sample: string): string
  /** What else has to stand beside it, by name. */
  readonly beside?: Readonly<Record<string, string>>
  readonly run: readonly [string, ...string[]]
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'php',
    probe: ['php', '-r', 'exit(function_exists("sodium_crypto_sign_detached") ? 0 : 1);'],
    file: 'sign.php',
    program: (sample) => `<?php\n${sample}\necho token_for('customer-7', 'scene');\n`,
    run: ['php', 'sign.php'],
  },
  {
    name: 'python',
    probe: ['/usr/bin/python3', '-c', 'import cryptography'],
    file: 'sign.py',
    program: (sample) => `${sample}\nprint(token_for("customer-7", "scene"))\n`,
    run: ['/usr/bin/python3', 'sign.py'],
  },
  {
    name: 'ruby',
    probe: ['ruby', '-e', 'require "openssl"; exit(OpenSSL::VERSION.to_i >= 3 ? 0 : 1)'],
    file: 'sign.rb',
    program: (sample) => `${sample}\nputs token_for('customer-7', 'scene')\n`,
    run: ['ruby', 'sign.rb'],
  },
  {
    name: 'go',
    probe: ['go', 'version'],
    file: 'sign.go',
    program: (sample) =>
      `${sample}\nfunc main() {\n\ttoken, err := tokenFor("customer-7", "scene")\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tos.Stdout.WriteString(token)\n}\n`,
    run: ['go', 'run', 'sign.go'],
  },
  {
    name: 'csharp',
    // Nothing is downloaded here: the package has to be at hand.
    probe: ['sh', '-c', `dotnet --version && test -d '${NUGET_PACKAGES}/bouncycastle.cryptography'`],
    file: 'Program.cs',
    program: (sample) => `${sample}\nConsole.WriteLine(TokenFor("customer-7", "scene"));\n`,
    beside: {
      'sign.csproj': `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>
        <TargetFramework>net9.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
        <ItemGroup><PackageReference Include="BouncyCastle.Cryptography" Version="2.*" /></ItemGroup></Project>`,
    },
    run: ['dotnet', 'run', '--project', 'sign.csproj'],
  },
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectreal-samples-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const samples = new Map(
  new MarkdownIt()
    .parse(readFileSync(PAGE, 'utf8'), {})
    .filter(({ type }) => type === 'fence')
    .map(({ info, content }) => [info.trim(), content]),
)
const isThere = ([command, ...args]: Language['probe']) => spawnSync(command, args).status === 0

describe.each(LANGUAGES)('the sample in $name', ({ name, probe, file, program, beside = {}, run }) => {
  test.skipIf(!isThere(probe))('signs a token that is granted and names the customer', async () => {
    const { privateKey, publicKey } = await generateSigningKey()
    writeFileSync(join(folder, file), program(samples.get(name) ?? ''))
    for (const [other, text] of Object.entries(beside)) writeFileSync(join(folder, other), text)
    const [command, ...args] = run
    const output = execFileSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        NUGET_PACKAGES,
        VECTREAL_SIGNING_KEY: privateKey,
        VECTREAL_SIGNING_KEY_ID: 'signer',
      },
    })
    const scene = {
      id: 'scene',
      organizationId: 'o',
      projectId: 'p',
      status: 'published',
      payload: null,
    } as const
    const verifier = createVerifier({
      ttlMs: 0,
      store: {
        findAccess: async () => ({ key: null, scene, allowlist: null }),
        findVisitorAccess: async () => ({
          key: {
            id: 'signer',
            organizationId: 'o',
            projectIds: ['p'],
            publicKey,
            expiresAt: null,
            revokesAt: null,
            revokedAt: null,
          },
          scene,
          allowlist: { allowedDomains: ['shop.example.com'], allowLocalhost: false },
        }),
      },
    })
    const decision = await verifier.verify({
      authorization: `Bearer ${output.trim()}`,
      origin: resolveRequestOrigin({ origin: 'https://shop.example.com' }),
      sceneId: 'scene',
      client: null,
    })
    expect(decision).toMatchObject({ ok: true, visitor: 'customer-7' })
  })
})
