import { type Kysely, sql } from 'kysely';

/**
 * Every article has the words it can be found by, in a column that Postgres itself keeps in step with title and
 * summary. No extension is needed: who runs the database may not be allowed to create one.
 *
 * A word is kept as `lu.X`: its letters without accents, a dot, its accents as letters (F ◌̀, S ◌́, A ◌̂, X ◌̃, B ◌̆, R ◌̉,
 * W horn, J ◌̣, D the bar of đ); hòa and hoà are both `hoa.F`. It has the word's positions, for ranks and phrases. Beside
 * it stand, without positions, what finds it when the query has no accents, `lu`, and the word with the one that follows,
 * `lu quet`: few Vietnamese syllables are rare, but most pairs are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // 'Lũ quét, Đà Bắc' → 'luX queSt, dDaF baBSc': after each letter the capitals of its accents. The bodies are parsed
  // here and not when they run, so that they also work where a dump is restored, without a search path.
  await sql`
    create function search_spelling(text) returns text language sql immutable strict parallel safe
      return translate(
        regexp_replace(
          lower(replace(
            translate(normalize($1, NFD),
              U&'\\0110\\00D0\\00F0\\0189\\0256\\00AD\\200B\\200C\\200D\\200E\\200F\\2060\\FEFF',
              U&'\\0111\\0111\\0111\\0111\\0111'),
            U&'\\0111', U&'d\\0335')),
          '[\\u0304\\u0305\\u0307\\u0308\\u030a-\\u031a\\u031c-\\u0322\\u0324-\\u0334\\u0336-\\u036f]', '', 'g'),
        U&'\\0300\\0301\\0302\\0303\\0306\\0309\\031B\\0323\\0335', 'FSAXBRWJD')`.execute(db);

  // A word longer than 40 letters is found by its first 40; a tsvector refuses words of kilobytes.
  await sql`
    create function search_lexemes(spelling text, weight text, first_position int) returns text
    language sql immutable strict parallel safe
      return (select string_agg(
        '''' || folded || '.' || accents || ''':' || (first_position + n) || weight || ' ''' || folded || '''' ||
          case when next is null then '' else ' ''' || folded || ' ' || next || '''' end, ' ')
      from (
        select folded, accents, n, lead(folded) over (order by n) as next
        from (
          select left(translate(word, 'FSAXBRWJD', ''), 40) as folded,
            left(translate(word, 'abcdefghijklmnopqrstuvwxyz0123456789', ''), 20) as accents, n
          from string_to_table(regexp_replace(spelling, '[^a-zA-Z0-9]+', ' ', 'g'), ' ')
            with ordinality as words (word, n)
        ) word
        where folded <> ''
      ) pair)`.execute(db);

  // The summary begins far behind the title, so that no phrase reaches from one into the other.
  await sql`
    create function search_vector(title text, summary text) returns tsvector
    language sql immutable strict parallel safe
      return (
        coalesce(search_lexemes(search_spelling(left(title, 1000)), 'A', 0), '') || ' ' ||
        coalesce(search_lexemes(search_spelling(left(summary, 20000)), 'B', 2000), '')
      )::tsvector`.execute(db);

  await sql`
    alter table article
      add column search tsvector not null generated always as (search_vector(title, summary)) stored`.execute(
    db,
  );
  // Without a list of pending entries, which every search would have to read.
  await sql`create index article_search on article using gin (search) with (fastupdate = off)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table article drop column search`.execute(db);
  await sql`drop function search_vector, search_lexemes, search_spelling`.execute(db);
}
