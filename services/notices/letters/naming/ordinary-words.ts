/**
 * Words that are names of people and of much else: buildings, wards and streets are called after them. One of them alone in a place
 * names nobody (`Room 4, Hill House` is not about somebody called Hill); the whole name, or one of them in the words of a household
 * (`Hill family home`, `Rose's flat`), does. Whoever adds a word makes mails say more.
 */
const LISTS = [
  // The country: where most English surnames, and most names of buildings, come from.
  `acre ash bank banks barn barrow beach beech berry birch bloom blossom bourne branch bridge bridges brook brooke brooks bush cave cherry
   cliff clay clover coast combe coombes copse corner cove crest croft cross dale dawn day dean dell dew downs down east elder elm fen fern
   field fields flint flowers ford forest fountain frost garden gardens gate gates glade glen glebe gorse grange grass grove hawthorn hay
   hazel heath heather hedge hedges hill hills hilton hollow holly holm holmes holt hurst island isle ivy lake lakes land lane laurel lavender
   leaf lea lee leigh ley lime linden lodge maple marsh may mead meadow meadows mill mills mist moon moor moore moors moss mount mountain
   north oak oaks oakley olive orchard park parks parkes pasture pear pine plum pond pool poole poplar rain reed ridge rise river rivers rock
   rose rowan rush sand sands sea season shaw shore sky snow south spring springs star stone stones storm stream summer summers sun thorn
   thorne thorpe tree trees vale valley view vine wade water waters well wells west weston wild willow winter wold wood woods woodland yew`,
  // Houses and parts of towns.
  `abbey arch bar bell borough bower box bray brick broadway burgh bury castle chapel chambers church city close cottage court cottages
   deacon door drive farm fold hall ham haven hearth home house inn keep key keys kiln ladder lock loft lord manor market mews minster newton
   norton old park palace path place post quay road room row shop square street stable staples temple terrace tower towers town village wall
   walls walk way windsor window works yard`,
  // Trades and ranks.
  `abbot archer bailey baker barber baron bishop bowman brewer butcher butler carpenter carter chandler chapman clark clarke clerk cook cooke
   cooper draper duke dyer earl falconer farmer fisher fletcher forester fowler franklin friar fuller gardener gardner glover hooper hunt
   hunter judge king kings knight lawyer major marshal marshall mason mayor mercer merchant miller monk mariner marriner naylor noble nurse
   page palmer parish parker parson parsons pilgrim pope porter potter priest prince princess prior queen regent roper saddler sailor sawyer
   scholar sergeant sexton shepherd sheppard singer skinner slater smith spicer spencer squire steward stewart tanner taylor thatcher tiler
   turner tyler usher vicar walker waller ward warden weaver webb webster wheeler wright`,
  // Colours, beasts, stones and days.
  `amber beaver bird black blue brown bull coral crane crow crystal daisy deer diamond dove drake eagle emerald falcon finch fox gold golden
   goose green grey gray hare hart hawk heron jade jasmine jay jewel lamb lark lily lion marigold martin nightingale orange otter peacock
   pearl pink poppy raven red robin rook ruby sable sapphire scarlet silver sparrow stag starling swan swift teal tiger topaz violet white
   wolf wren yellow
   april august christmas easter friday january june march monday noel november saturday sunday`,
  // Words of every day that are surnames or first names too.
  `able angel art ball barnes bass batten beam beck belle best bill bird blessing bliss bond book bolt bowles bow bright broad brand buck bun burn
   burns bell care cash chance charity chase child christian clear cole cope core cotton crisp cross crown curry dark dear dike dove drew duty early
   ever example fair faith fame fine fields fire fitz flag flower flynn force fort fountain freed freedom freeman friend frank free game gay gem
   gift glass glory good goode goodwill grace grant grand great gregory guy hand hands hardy harmony harp haste head heart helm high holiday honey
   hood hope hook horn horne house human innes jack joy just kay keen kind laughter law laws leader less liberty life light little long love
   lovely low luck lucky lane mark marks mercy merit merry mercury miles moody more mundy neat new newman nice noon nova pace paradise partridge pass patience
   paine peace pearce pedler penny pepper perry piper pitt player plenty plume power precious price pride prime pyke quick quill rich riches
   ring rhodes rudd sage salt sandy savage self sharp shine short silk small smart spark speed spirit spring stark steel still street
   strong summit sweet tale teller tempest test tide times train true truth tubman unity unwin victor victory viola virtue vision wake war
   warm waite weeks weir wellbeing wise wish with wonder work worth young
   the an and at by for in is it no of on or so to up us we all any our out own day new one two`,
  // Saints, kings and queens, and those whom hospitals, schools and streets are called after.
  `agnes aidan alban albert alexandra alfred alice andrew anne ann anthony arthur augustine barnabas bartholomew benedict bernard bridget
   catherine cavell cecilia charles charlotte chad christopher churchill clare clement columba cuthbert david diana dominic dunstan edith
   edmund edward elizabeth emma ethel florence francis george gabriel giles gladstone helen helena henry hilda hugh ignatius james jane joan
   john joseph jude julian katharine katherine lawrence leonard louise lucy luke margaret martha mary matthew maude michael nelson nicholas
   oswald patrick paul peter philip philomena raphael richard sebastian simon stephen swithun teresa theresa thomas timothy ursula vincent
   victoria wellington wilfrid william winifred`,
  // Towns and regions that are surnames.
  `ashby ashford ashton barton bedford beverley blackburn bolton boston bradford bradley brighton bristol burton buxton carlisle chester
   clifton clinton crosby coventry darlington denton derby durham easton eaton england essex hampton hastings hatfield hayes huntingdon
   kendal kent kingston kirby lancaster leicester leeds lincoln london marlow middleton milton montrose morley oxford preston ripley
   rochester rugby scotland sheffield shelton somerset stafford stanley stanton stratford sutton upton wakefield wales walton warwick
   washington wells wentworth whitby wigan winchester york`,
];

const ORDINARY: ReadonlySet<string> = new Set(LISTS.flatMap((list) => list.split(/\s+/)));

/** True for a word that buildings and streets are called after as well as people; one letter, or a number, is none's name. */
export const isOrdinary = (word: string): boolean => word.length < 2 || !/[a-z]/.test(word) || ORDINARY.has(word);
