import { type Kysely, type MigrationProvider, Migrator } from 'kysely';
import * as news from '../../migrations/0001-news.js';
import * as people from '../../migrations/0002-people.js';
import * as delivery from '../../migrations/0003-delivery.js';
import * as pace from '../../migrations/0004-pace.js';
import * as runs from '../../migrations/0005-runs.js';
import * as jams from '../../migrations/0006-jams.js';
import * as placeNumbers from '../../migrations/0007-place-numbers.js';
import * as pages from '../../migrations/0008-pages.js';
import * as politeness from '../../migrations/0009-politeness.js';
import * as stories from '../../migrations/0010-stories.js';
import * as decisions from '../../migrations/0011-decisions.js';
import * as sourceDrafts from '../../migrations/0012-source-drafts.js';
import * as pageTries from '../../migrations/0014-page-tries.js';
import * as preferences from '../../migrations/0015-preferences.js';
import * as search from '../../migrations/0016-search.js';
import * as topics from '../../migrations/0017-topics.js';
import * as updates from '../../migrations/0018-updates.js';
import * as notices from '../../migrations/0019-notices.js';
import * as pictures from '../../migrations/0020-pictures.js';
import * as filters from '../../migrations/0022-filters.js';
import * as calendar from '../../migrations/0023-calendar.js';
import * as storing from '../../migrations/0024-storing.js';
import * as audit from '../../migrations/0025-audit.js';

// Listed by hand, not read from a folder: the build then carries exactly these, in this order.
const provider: MigrationProvider = {
  getMigrations: async () => ({
    '0001-news': news,
    '0002-people': people,
    '0003-delivery': delivery,
    '0004-pace': pace,
    '0005-runs': runs,
    '0006-jams': jams,
    '0007-place-numbers': placeNumbers,
    '0008-pages': pages,
    '0009-politeness': politeness,
    '0010-stories': stories,
    '0011-decisions': decisions,
    '0012-source-drafts': sourceDrafts,
    '0014-page-tries': pageTries,
    '0015-preferences': preferences,
    '0016-search': search,
    '0017-topics': topics,
    '0018-updates': updates,
    '0019-notices': notices,
    '0020-pictures': pictures,
    '0022-filters': filters,
    '0023-calendar': calendar,
    '0024-storing': storing,
    '0025-audit': audit,
  }),
};

/** Brings the database to the newest schema; processes that start together wait for one another (Kysely's lock). */
export async function migrateToLatest<T>(db: Kysely<T>): Promise<string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** Takes every migration back, newest first. */
export async function migrateDown<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider });
  for (;;) {
    const { error, results } = await migrator.migrateDown();
    if (error) throw error;
    if (!results?.length) return;
  }
}
