/** The private half of a new signing key, this once, with the id that goes with it. */
import type { IssuedSigningKey } from '../../api/signing-keys'
import { CodeBlock } from '../../ui/code-block'
import { RevealDialog } from '../../ui/reveal-dialog'
import { docsUrl } from '../../url'

const PEM_LINES = 4

interface RevealSigningKeyProps {
  readonly issued: IssuedSigningKey
  readonly onClose: () => void
}

export function RevealSigningKey({ issued: { signingKey, privateKey }, onClose }: RevealSigningKeyProps) {
  return (
    <RevealDialog
      title={
        <>
          Copy your private key: <bdi>{signingKey.name}</bdi>
        </>
      }
      token={privateKey}
      what="private key"
      rows={PEM_LINES}
      onClose={onClose}
    >
      <div className="mt-5 space-y-3">
        <p className="text-sm">
          Keep it where your server keeps its secrets, as <code>VECTREAL_SIGNING_KEY</code>. The id below is
          no secret; each token names it.
        </p>
        <CodeBlock label="signing key id" code={`VECTREAL_SIGNING_KEY_ID=${signingKey.id}`} />
        <a className="link text-sm" href={docsUrl.visitorTokens}>
          Sign tokens in JavaScript, PHP, Python, Ruby, Go or C#
        </a>
      </div>
    </RevealDialog>
  )
}
