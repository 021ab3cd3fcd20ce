/** Mail to the owner of an account about that account. */
import type { Mail } from '../../settings.js'

export function passwordResetMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Reset your Vectreal password',
    text: `Open this page to choose a new password:\n\n${url}\n\nIt works once, for one hour. A new password signs out every device. If you did not ask for it, do nothing.`,
  }
}

/** The password is asked for beside the link: only whoever made the account has both. */
export function confirmAddressMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Confirm your address for Vectreal',
    text: `Open this page and enter your password to confirm that this is your address:\n\n${url}\n\nIt works once, for one day. If you have not created an account, do nothing: without this nobody can use it.`,
  }
}

/** Somebody signed up with an address that has an account. The page that is shown tells nothing of it. */
export function accountExistsMail(to: string, forgotPasswordUrl: string): Mail {
  return {
    to,
    subject: 'You have a Vectreal account already',
    text: `Somebody, perhaps you, tried to create an account with this address. There is one. Sign in as usual, or choose a new password:\n\n${forgotPasswordUrl}\n\nIf it was not you, do nothing.`,
  }
}

export function guessedMail(to: string, forgotPasswordUrl: string): Mail {
  return {
    to,
    subject: 'Somebody is trying to sign in to your Vectreal account',
    text: `Several wrong passwords were entered for your account. Further attempts from unknown devices are refused for up to 15 minutes; devices you have signed in on before are not affected.\n\nIf it was not you and your password is short or used elsewhere, choose a new one:\n\n${forgotPasswordUrl}`,
  }
}

export function guessedCodesMail(to: string, forgotPasswordUrl: string): Mail {
  return {
    to,
    subject: 'Somebody who knows your Vectreal password is trying to sign in',
    text: `Your password was entered, and then ten wrong codes. Codes are refused for a quarter of an hour; a passkey still works.\n\nIf it was not you, choose a new password now:\n\n${forgotPasswordUrl}`,
  }
}
