/*
 * The protocol that makes a revocation hold on every node, for the model checker spin: lease-cache.ts and
 * lease-renewal.ts here, and the order of steps in access-change.ts and changes-since.ts of scene-api.
 *
 * One key is revoked while NODES nodes serve up to REQUESTS requests at once. They look the key up, join each other's
 * lookups, ask what has changed, are told or miss it, pause and restart. The claim: no request that arrived after the
 * revoke was answered is accepted.
 *
 * Time is a tick that may fall between any two steps, so any step may take any time; a node that is paused is one that
 * takes none. Only ages are kept, and only up to the bound that something compares them with: the state space is
 * finite, and a run has no end.
 *
 * With ACKNOWLEDGED the nodes are workers of one machine, and the revoke waits until each has taken the message in or one TTL,
 * whichever is sooner. A worker that ends takes what it knew with it; its successor is known to the sender before it serves.
 *
 * Each of these makes one change that must break the claim:
 *   ANSWER_BEFORE_WAITING  the revoke is answered once it is committed and sent
 *   SKIP_PAUSED            the revoke waits until every node that is not paused was told, instead of one TTL
 *   LEASE_FROM_END         a lease counts from the end of the lookup
 *   RENEWAL_FROM_END       a renewal counts from the arrival of the list of changes, not from the question
 *   MARK_BY_NUMBER         a mark is the highest transaction number seen, not a snapshot
 *   SERVE_UNKNOWN          with ACKNOWLEDGED, a worker that has just begun serves before the sender knows it
 *   FORGET_EARLY           the database forgets changes sooner than a mark may be old
 * Each of these claims that something never happens which must be able to:
 *   NEVER_REFUSED          a request is refused after the revoke was answered
 *   NEVER_RENEWED          a request is accepted on a renewed lease alone
 *   NEVER_JOINED           a request is accepted on a lookup that another one began
 */

#ifndef NODES
#define NODES 1
#endif
#ifndef REQUESTS
#define REQUESTS 2
#endif

/* In ticks. */
#ifndef TTL
#define TTL 2
#endif
/* A mark of this age is not continued, and the database keeps a change for as long. */
#define GAP TTL
#ifdef FORGET_EARLY
#define KEEP (TTL - 1)
#else
#define KEEP GAP
#endif

#ifndef ASKING
#define ASKING NODES
#endif
#define NOBODY REQUESTS

mtype = {
  idle,
  looking,   /* began a lookup that the database has not read yet */
  found,     /* the database has read; the result is on its way */
  joined,    /* waits for another's lookup, whose lease must still run when it lands */
  resumed,   /* that lookup has landed */
  following  /* waits for a lookup that began after this request arrived */
};

typedef Request {
  mtype state = idle;
  bit late;   /* arrived after the revoke was answered */
  bit live;   /* what was found: the key is not revoked */
  bit after;  /* the lookup began after `from` */
  bit newer;  /* another lookup has begun since this request arrived */
  byte age;   /* since the lookup began */
  byte with   /* whose lookup it waits for */
}

typedef Node {
  Request request[REQUESTS];
  byte current = NOBODY;  /* whose lookup may be joined, and kept when it lands */
  bit mail;               /* a notification is on its way */
#ifdef SKIP_PAUSED
  bit paused;
#endif
#if defined(SKIP_PAUSED) || defined(ACKNOWLEDGED)
  bit told;
#endif

  /* The cache. An entry that refuses is left out: without it the database is asked more often. */
  bit kept;
  bit keptAfter;
  byte keptAge;

  /* Renewal. `from` is when the first mark arrived, `until` when the question for the latest was asked. */
  bit marked;
  bit markSeesRevoke;
  byte markAge;
  byte renewedAge;  /* since `until` */
  bit fromPast;     /* time has passed since `from` */

  /* The question under way. */
  bit asking;
  bit read;
  bit readSeesRevoke;
  bit named;
  byte askAge;
#ifdef MARK_BY_NUMBER
  bit markSeesOther;
  bit readSeesOther
#endif
}

Node node[NODES];

bit revokeBegun;
bit revokeCommitted;
bit revokeListed;  /* the change is still in `access_changes` */
byte listedAge;
bit waiting;
byte waitAge;
bit answered;
#ifdef MARK_BY_NUMBER
/* A transaction that got its number after the revoke did, and is committed before or after it. */
bit otherCommitted;
#endif

#define N node[n]
#define R node[n].request[r]
#define Q node[n].request[q]
#define older(age, bound) age = (age < bound -> age + 1 : age)
#ifdef SKIP_PAUSED
#define AWAKE !N.paused
#else
#define AWAKE true
#endif

inline clearRequest() {
  R.state = idle;
  R.late = 0;
  R.live = 0;
  R.after = 0;
  R.newer = 0;
  R.age = 0;
  R.with = 0
}

inline respond(isLive) {
  assert(!(R.late && isLive));
#ifdef NEVER_REFUSED
  assert(!(R.late && !isLive));
#endif
  clearRequest()
}

inline dropEntry() {
  N.kept = 0;
  N.keptAfter = 0;
  N.keptAge = 0
}

inline drop() {
  dropEntry();
  N.current = NOBODY
}

inline begin() {
  R.state = looking;
  R.age = 0;
  R.live = 0;
  R.newer = 0;
  R.with = 0;
  R.after = N.marked && N.fromPast;
  N.current = r;
  for (q : 0 .. REQUESTS - 1) {
    if
    :: Q.state == joined || Q.state == resumed -> Q.newer = 1
    :: else
    fi
  }
  q = 0
}

#define isRunning (N.keptAge < TTL)
#define isRenewed (N.keptAfter && N.marked && N.renewedAge < TTL)

inline arrive() {
  R.late = answered;
  if
  :: N.kept && (isRunning || isRenewed) ->
#ifdef NEVER_RENEWED
    assert(isRunning);
#endif
    respond(true)
  :: else ->
    if
    :: N.current != NOBODY && node[n].request[N.current].age < TTL ->
      R.state = joined;
      R.with = N.current
    :: else -> begin()
    fi
  fi
}

inline land() {
#ifdef LEASE_FROM_END
  R.age = 0;
#endif
  if
  :: N.current == r ->
    drop();
    if
    :: R.live && R.age < TTL ->
      N.kept = 1;
      N.keptAfter = R.after;
      N.keptAge = R.age
    :: else
    fi
  :: else
  fi;
  for (q : 0 .. REQUESTS - 1) {
    if
    :: Q.state == joined && Q.with == r ->
      Q.state = resumed;
      Q.live = R.live;
      Q.age = R.age;
      Q.with = 0
    :: Q.state == following && Q.with == r ->
      assert(!(Q.late && R.live));
      Q.state = idle;
      Q.late = 0;
      Q.with = 0
    :: else
    fi
  }
  q = 0;
  respond(R.live)
}

inline resume() {
  if
  :: R.age < TTL ->
#ifdef NEVER_JOINED
    assert(!R.live);
#endif
    respond(R.live)
  :: else ->
    if
    :: N.current != NOBODY && R.newer ->
      R.state = following;
      R.with = N.current;
      R.live = 0;
      R.age = 0;
      R.newer = 0
    :: else -> begin()
    fi
  fi
}

inline endQuestion() {
  N.asking = 0;
  N.read = 0;
  N.readSeesRevoke = 0;
  N.named = 0;
  N.askAge = 0
#ifdef MARK_BY_NUMBER
  ; N.readSeesOther = 0
#endif
}

/* One snapshot: the new mark, and the listed changes that it sees and the old mark does not. */
inline readChanges() {
  N.read = 1;
  N.readSeesRevoke = revokeCommitted;
#ifdef MARK_BY_NUMBER
  N.named = N.marked && revokeListed && !N.markSeesRevoke && !N.markSeesOther;
  N.readSeesOther = otherCommitted
#else
  N.named = N.marked && revokeListed && !N.markSeesRevoke
#endif
}

inline landChanges() {
  if
  :: !N.marked || N.markAge == GAP ->
    N.marked = 1;
    N.fromPast = 0;
    N.keptAfter = 0;
    for (q : 0 .. REQUESTS - 1) { Q.after = 0 }
    q = 0
  :: else ->
    if
    :: N.named -> drop()
    :: else
    fi
  fi;
  N.markSeesRevoke = N.readSeesRevoke;
#ifdef MARK_BY_NUMBER
  N.markSeesOther = N.readSeesOther;
#endif
  N.markAge = N.askAge;
#ifdef RENEWAL_FROM_END
  N.renewedAge = 0;
#else
  N.renewedAge = N.askAge;
#endif
  endQuestion()
}

inline restart() {
  for (r : 0 .. REQUESTS - 1) { clearRequest() }
  r = 0;
  N.mail = 0;
#ifdef ACKNOWLEDGED
  N.told = waiting;
#endif
  drop();
  N.marked = 0;
  N.markSeesRevoke = 0;
  N.markAge = 0;
  N.renewedAge = 0;
  N.fromPast = 0;
#ifdef MARK_BY_NUMBER
  N.markSeesOther = 0;
#endif
  endQuestion()
}

#define requestSteps(which) \
  :: d_step { AWAKE && node[n].request[which].state == idle -> r = which; arrive(); r = 0 } \
  :: d_step { node[n].request[which].state == looking -> r = which; R.live = !revokeCommitted; R.state = found; r = 0 } \
  :: d_step { AWAKE && node[n].request[which].state == found -> r = which; land(); r = 0 } \
  :: d_step { AWAKE && node[n].request[which].state == resumed -> r = which; resume(); r = 0 }

proctype serve(byte n) {
  byte r;
  byte q;
  do
  requestSteps(0)
#if REQUESTS > 1
  requestSteps(1)
#endif
  /* The list of changes, which may not arrive. */
  :: d_step { AWAKE && !N.asking && n < ASKING -> N.asking = 1 }
  :: d_step { N.asking && !N.read -> readChanges() }
  :: d_step { AWAKE && N.read -> landChanges() }
  :: d_step { AWAKE && N.asking -> endQuestion() }
  /* The notification, which may get lost. */
  :: d_step {
    AWAKE && N.mail ->
    N.mail = 0;
#if defined(SKIP_PAUSED) || defined(ACKNOWLEDGED)
    N.told = 1;
#endif
    drop()
  }
  :: d_step { N.mail -> N.mail = 0 }
  /* Another change is named or told of: lookups under way are neither joined nor kept any more. */
  :: d_step { AWAKE && N.current != NOBODY -> N.current = NOBODY }
  :: d_step { AWAKE -> restart() }
#ifdef SKIP_PAUSED
  :: d_step { !N.paused -> N.paused = 1 }
  :: d_step { N.paused -> N.paused = 0 }
#endif
  od
}

#ifdef MARK_BY_NUMBER
proctype changeSomethingElse() {
  d_step { revokeBegun -> otherCommitted = 1 }
}
#endif

proctype revoke() {
  byte n;
  revokeBegun = 1;
  d_step {
    revokeCommitted = 1;
    revokeListed = 1
  };
  d_step {
    for (n : 0 .. NODES - 1) { N.mail = 1 }
    n = 0;
    waiting = 1
  };
#ifdef SERVE_UNKNOWN
  /* Not among those that were told, though it serves. */
  if
  :: d_step { node[0].mail = 0; node[0].told = 1 }
  :: skip
  fi;
#endif
#if defined(SKIP_PAUSED)
  d_step { (N.told || N.paused) && (node[NODES - 1].told || node[NODES - 1].paused) -> answered = 1 }
#elif defined(ACKNOWLEDGED)
  d_step { (N.told && node[NODES - 1].told) || waitAge == TTL -> waiting = 0; waitAge = 0; answered = 1 }
#elif !defined(ANSWER_BEFORE_WAITING)
  d_step { waitAge == TTL -> waiting = 0; waitAge = 0; answered = 1 }
#else
  answered = 1
#endif
}

proctype forgetChanges() {
  d_step { listedAge == KEEP -> revokeListed = 0; listedAge = 0 }
}

proctype passTime() {
  byte n;
  byte r;
  do
  :: d_step {
    for (n : 0 .. NODES - 1) {
      for (r : 0 .. REQUESTS - 1) {
        if
        :: R.state == looking || R.state == found || R.state == resumed -> older(R.age, TTL)
        :: else
        fi
      }
      r = 0;
      if
      :: N.kept -> older(N.keptAge, TTL)
      :: else
      fi;
      if
      :: N.marked ->
        older(N.markAge, GAP);
        older(N.renewedAge, TTL);
        N.fromPast = 1
      :: else
      fi;
      if
      :: N.asking -> older(N.askAge, GAP)
      :: else
      fi
    }
    n = 0;
    if
    :: waiting -> older(waitAge, TTL)
    :: else
    fi;
    if
    :: revokeListed -> older(listedAge, KEEP)
    :: else
    fi
  }
  od
}

init {
  byte n;
  atomic {
    for (n : 0 .. NODES - 1) { run serve(n) }
    n = 0;
#ifdef MARK_BY_NUMBER
    run changeSomethingElse();
#endif
    run revoke();
    run forgetChanges();
    run passTime()
  }
}
