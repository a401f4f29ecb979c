// The floor plan of DESIGN, section 3: imports run only downwards. Run by `npm run arch`, a part of `npm run check`.

const SHARED = 'ports|seats|lanes|ledger|messages|panel-suite|traffic'; // what several stages share
const ROOMS = 'bot|jobs|web|panel|payments|db|system';
const OUTSIDE_THE_SHOP = '^(test|bench)/';

const TOP = 'app|app-care|app-other-bot|app-parts|app-reader|app-upkeep|app-wakes|run-app|foundation'; // what puts the shop together

const floors = [
  { floor: 'values', path: '^src/model/values/' },
  { floor: 'model', path: '^src/model/(?!values/)' },
  { floor: 'shared', path: `^src/services/(${SHARED})/` },
  { floor: 'stages', path: `^src/services/(?!(${SHARED})/)` },
  { floor: 'rooms', path: `^src/(${ROOMS})/` },
  { floor: 'app', path: `^src/(${TOP})\\.ts$` },
  { floor: 'entrances', path: '^src/(main\\.ts$|commands/)' },
];

const stairs = floors.map(({ floor, path }, level) => ({
  name: `${floor}-import-only-downwards`,
  comment: 'A floor is known by those above it and knows none of them.',
  from: { path },
  to: { path: [...floors.slice(level + 1).map((above) => above.path), OUTSIDE_THE_SHOP] },
}));

const ground = [
  {
    name: 'values-stand-alone',
    comment: 'Units and money import nothing but each other.',
    from: { path: '^src/model/values/' },
    to: { pathNot: '^src/model/values/' },
  },
  {
    name: 'model-uses-only-the-mapper',
    comment: 'The model knows neither the shop nor the world; one library describes its tables.',
    from: { path: '^src/model/' },
    to: { pathNot: ['^src/model/', 'node_modules/@mikro-orm/core/'] },
  },
  {
    name: 'config-knows-only-the-model',
    comment: 'It turns the environment into values; who uses them is app.ts to say.',
    from: { path: '^src/config[^/]*\\.ts$' },
    to: { path: '^(src|migrations|test|bench)/', pathNot: ['^src/config[^/]*\\.ts$', '^src/model/values/'] },
  },
  {
    name: 'migrations-know-nothing-of-the-shop',
    comment:
      'A migration has to run when the code of its day is long gone. Agenda hands out the SQL of its own table.',
    from: { path: '^migrations/' },
    to: { pathNot: ['^migrations/', 'node_modules/@mikro-orm/', 'node_modules/@agendajs/postgres-backend/'] },
  },
];

const services = [
  {
    name: 'shared-rooms-serve-every-stage',
    comment: 'Ports, seats, lanes, ledger and messages know the model and each other, and no stage.',
    from: { path: `^src/services/(${SHARED})/` },
    to: { path: '^(src|migrations)/', pathNot: ['^src/model/', `^src/services/(${SHARED})/`] },
  },
  {
    name: 'stages-are-strangers',
    comment: 'A stage gets what another one does through its constructor, from app.ts.',
    from: { path: `^src/services/(?!(?:${SHARED})/)([^/]+)/` },
    to: { path: '^(src|migrations)/', pathNot: ['^src/model/', `^src/services/($1|${SHARED})/`] },
  },
  {
    name: 'the-bundle-is-only-types',
    comment: 'services.ts names all stages for the entrances; it builds none of them.',
    from: { path: '^src/services/[^/]+\\.ts$' },
    to: { dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'services-use-only-the-mapper',
    comment:
      'Telegram, axios, agenda, the drivers, disk and network are reached through ports. Hashing, isIP (test/architecture.test.ts) and the channel of crash points reach nothing.',
    from: { path: '^src/services/' },
    to: {
      pathNot: [
        '^(src|migrations|test|bench)/',
        'node_modules/@mikro-orm/(core|sql)/',
        '^(node:)?(crypto|net|diagnostics_channel)$',
      ],
    },
  },
  {
    name: 'services-know-sql-as-a-type',
    comment: 'SqlEntityManager, for the named statements.',
    from: { path: '^src/services/' },
    to: { path: 'node_modules/@mikro-orm/sql/', dependencyTypesNot: ['type-only'] },
  },
];

const rooms = [
  {
    name: 'rooms-are-strangers',
    comment: 'The bot asks a service; it never touches a panel, a payment or a driver.',
    from: { path: `^src/(${ROOMS})/` },
    to: { path: `^src/(${ROOMS})/`, pathNot: '^src/$1/' },
  },
  {
    name: 'only-the-database-knows-its-migrations',
    comment: 'src/db hands out the migrator; everyone else asks it.',
    from: { path: '^src/', pathNot: '^src/db/' },
    to: { path: '^migrations/' },
  },
  {
    name: 'only-the-top-knows-several-rooms',
    comment: 'What stands beside app.ts is config, or has a room to go to.',
    from: { path: '^src/[^/]+\\.ts$', pathNot: `^src/(${TOP}|main)\\.ts$` },
    to: { path: `^src/(${ROOMS}|services|sandbox|commands)/` },
  },
  {
    name: 'sandbox-meets-the-shop-over-http',
    comment: 'It is Telegram, the panels and the providers; those import nothing of us.',
    from: { path: '^src/sandbox/' },
    to: { path: '^(src|migrations|test|bench)/', pathNot: '^src/(sandbox|model/values)/' },
  },
  {
    name: 'sandbox-is-started-from-outside',
    comment: 'The shop cannot tell whether the world is real.',
    from: { path: '^src/', pathNot: '^src/(sandbox|commands)/' },
    to: { path: '^src/sandbox/' },
  },
];

/** A library that meets the world lives in the room that has that door. */
const doors = [
  {
    library: 'grammy',
    inside: '^src/(bot/|sandbox/|payments/|foundation\\.ts$|app\\.ts$)',
    path: 'node_modules/(grammy|@grammyjs)/',
  },
  { library: 'axios', inside: '^src/(panel|payments|web|commands)/', path: 'node_modules/axios/' },
  { library: 'agenda', inside: '^src/jobs/', path: 'node_modules/(agenda|@agendajs|mongodb)/' },
  { library: 'hono', inside: '^src/(web|sandbox)/', path: 'node_modules/(hono|@hono)/' },
  {
    library: 'drivers',
    inside: '^src/(db|jobs)/',
    path: 'node_modules/(pg|@electric-sql|@mikro-orm/(pglite|postgresql|migrations))/',
  },
  { library: 'pino', inside: '^src/system/', path: 'node_modules/pino/' },
  { library: 'prom-client', inside: '^src/system/', path: 'node_modules/prom-client/' },
].map(({ library, inside, path }) => ({
  name: `${library}-stays-in-its-room`,
  comment: 'The others see a port. app.ts and the commands build the rooms, not their libraries.',
  from: { path: '^src/', pathNot: inside },
  to: { path, dependencyTypesNot: ['type-only'] },
}));

const order = [
  {
    name: 'tests-of-the-model-need-only-the-model',
    comment: 'test/model is pure: no database, no sandbox, no clock.',
    from: { path: '^test/model/' },
    to: { path: ['^(src|migrations)/', '^test/support/(database|template)\\.ts$'], pathNot: '^src/model/' },
  },
  {
    name: 'no-development-tools-in-the-shop',
    comment:
      'They are not there in production. jsqr is the exception, loaded when the sandbox looks at a picture; the schema of the Bot API is made by developers.',
    from: { path: '^src/', pathNot: '^src/commands/bot-api-schema' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/jsqr/' },
  },
  {
    name: 'jsqr-only-where-pictures-are-read',
    comment: 'The shop writes QR codes; the sandbox and the commands read them back.',
    from: { path: '^src/', pathNot: '^src/(sandbox|commands)/' },
    to: { path: 'node_modules/jsqr/' },
  },
  {
    name: 'jsqr-is-loaded-only-on-demand',
    comment: 'A static import would make production need a development tool.',
    from: { path: '^src/' },
    to: { path: 'node_modules/jsqr/', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'every-import-is-declared',
    comment: 'What another package happens to bring along can leave with it.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
  },
  { name: 'every-import-exists', comment: 'It does not start.', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or miss a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'Nobody needs it: delete it.',
    from: { orphan: true, path: '^src/', pathNot: '^src/(main\\.ts$|commands/)' },
    to: {},
  },
];

module.exports = {
  forbidden: [...stairs, ...ground, ...services, ...rooms, ...doors, ...order].map((rule) => ({
    severity: 'error',
    ...rule,
  })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^src/sandbox/page/' }, // served to the browser as it is
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
