// General words for failures at each step, in the languages of the reports, for texts that no rule recognises.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';

/** Words of people and wrappers, with the attributes of a span with such a failure. */
export interface Symptom {
  /** Matches text in lower case, on one line, without quotes and underscores. */
  readonly words: RegExp;
  readonly means: SpanAttributes;
}

const says = (type: string, message?: string): SpanAttributes => ({
  'error.type': type,
  ...(message !== undefined && { 'anthropic.error.message': message }),
});

const status = (code: number): SpanAttributes => ({
  'error.type': String(code),
  'http.response.status_code': code,
});
const stream = (outcome: 'interrupted' | 'incomplete' | 'malformed'): SpanAttributes => ({
  'error.type': `stream_${outcome}`,
  'anthropic.stream.outcome': outcome,
});
const stopped = (reason: string): SpanAttributes => ({ 'anthropic.message.stop_reason': reason });

/** A request that the API would reject, with the sentence of its answer. */
const refused = (message?: string): SpanAttributes => says('invalid_request_error', message);

const CONNECTION = says('connection_error');
const TIMEOUT = says('client_timeout_error');
const ENDPOINT = status(302);
const IDENTITY = says('authentication_error', 'refused');
const LIMITS = says('rate_limit_error');
const SERVICE = says('InternalServerError');
const RESPONSE = status(200);

/** Words that name one situation in any phrasing. */
export const OWN_SYMPTOMS: readonly Symptom[] = [
  {
    words:
      /violates? (?:\w{1,12} ){0,4}(?:polic|terms)|refused this request|stop ?reason\W{0,5}(?:is |was |of )?\W?refusal/g,
    means: stopped('refusal'),
  },
  {
    words:
      /stop ?reason\W{0,5}(?:is |was |of )?\W{0,4}max tokens|(?:truncated|cut off|stopped).{0,60}max(?:imum)? (?:output )?tokens|max(?:imum)? (?:output )?tokens.{0,20} reached|output (?:token )?(?:limit|maximum)|length limit/g,
    means: stopped('max_tokens'),
  },
  {
    words: /reached its context window|model context window exceeded/g,
    means: stopped('model_context_window_exceeded'),
  },
  {
    words:
      /\b(?:interpret|pars(?:e|ing)|decode|deseriali[sz]e) (?:\w{1,12} ){0,3}tool\b|\btool[ -](?:use|calls?)?.{0,12}(?:inputs?|arg\w{0,8}|param\w{0,6}|json)\b[^.;!?]{0,80}(?:truncated|malformed|incomplete|parsed|valid json|end of)|tool calls? could not be parsed|partial json\b.{0,60}(?:pars|fail)/g,
    means: says('_OTHER', 'Unable to parse tool parameter JSON from model'),
  },
  {
    words:
      /could not parse message into json|expecting (?:value|property name|,|:).{0,36} line 1 column (?!1\b)\d|(?:fail|error|unable|cannot|malformed|invalid).{0,40}\b(?:sse|stream(?:ing)?|event|chunk)s?\b.{0,40}(?:json|pars|decod(?!ing resp)|malformed)|malformed (?:sse|stream|event|chunk)/g,
    means: stream('malformed'),
  },
  // The limit of a function of AWS or Vercel, and of asyncio.
  {
    words: /task timed out after|function invocation timeout|asyncio\/t.{0,200}timeout error/g,
    means: says('client_timeout_error', 'context deadline exceeded'),
  },
  {
    words: /\b(?:without|before|no|missing|never|0) (?:\w{1,10}:? ){0,3}message ?stop\b/g,
    means: stream('incomplete'),
  },
  {
    words:
      /\bmid-?(?: ?response| ?stream| ?sentence| ?answer)\b|\bstream\w{0,4} (?:\w{2,4} ){0,2}(?:interrupt|br[oe]k|disconnect|drop|lost|reset)|(?:closed|lost|dropped|reset).{0,20} (?:while|during) (?:the )?(?:stream|respon|read)|(?:流|输出|回复|响应).{0,6}(?:中断|断开|断流|截断)|ストリーム.{0,9}(?:中断|切断)|(?:stream|flux|flujo|respuesta).{0,20}(?:abgebrochen|unterbrochen|bricht ab|interr)/g,
    means: stream('interrupted'),
  },
  {
    words:
      /(?:temperature|top [pk]).{0,30}(?:temperature|top [pk]).{0,30}(?:both|together|same time|one\b)|both (?:the )?(?:temperature|top [pk])|(?:temperature|top [pk])\b.{0,12}(?:deprecated|unsupported|not supported)/g,
    means: refused('temperature and top_p cannot both be specified for this model'),
  },
  {
    words:
      /\bprefill|must end with an? user|roles? must alternate|(?:first|final) message must|consecutive (?:user|assistant|system)/g,
    means: refused('messages: roles must alternate'),
  },
  {
    words:
      /expected (?:a )?(?:redacted )?thinking\b|thinking blocks?\b.{0,60}(?:cannot|must|missing|required|invalid)|budget tokens\b.{0,40}(?:must|greater|less|least|required|invalid)|\bthinking\b.{0,24}(?:unsupported|not supported|not be|is enabled)/g,
    means: refused('Expected `thinking` or `redacted_thinking`'),
  },
  {
    words:
      /tool (?:use|result|call)s?\b.{0,50}(?:without|must (?:be followed|have|follow)|corresponding|unmatched|orphan)|(?:unexpected|orphaned|unmatched|missing) tool (?:use|result)/g,
    means: refused('`tool_use` ids were found without `tool_result` blocks'),
  },
  {
    words:
      /max tokens\b\W{0,3}(?:\w{2,4} ){0,2}(?:not found|required|missing|provided|specified)|(?:required|missing)\b.{0,24}max tokens/g,
    means: refused('max_tokens: Field required'),
  },
  {
    words:
      /\b(?:prompt|input|context|conversation|messages?) (?:is |was |are )?too (?:long|large|big)|context (?:length|window|limit|size)\b.{0,40}(?:exceed|too|reached|full)|exceed.{0,40}(?:context|max(?:imum)?) (?:length|window|limit|size)|maximum context|prompt token count|上下文.{0,16}(?:超|过长)|超(?:出|过).{0,16}上下文|コンテキスト.{0,16}(?:超|長)|kontext.{0,30}(?:überschritten|zu lang)|context[eo]\b.{0,24}(?:dépass|trop|exced|demasiado)/g,
    means: refused('prompt is too long'),
  },
  {
    words:
      /\bimages?\b.{0,40}(?:exceed|too (?:large|big)|dimensions|unsupported)|process (?:the |an )?(?:image|pdf|document)|unsupported (?:image|media)|too many images/g,
    means: refused('Could not process image'),
  },
  {
    words:
      /\bmodel\b.{0,60}(?:not (?:found|available|recogni[sz]ed|exist|enabled)|doesn?t exist|no longer|unavailable|unknown|retired)|claude-[\w.@:-]{2,60} (?:is |was )?(?:not |unavailable|doesn?t exist)|(?:unknown|invalid|unsupported|no such|find (?:the )?) ?(?:claude )?model\b|模型.{0,24}(?:不存在|不可用|未找到|不支持|无效|下线)|モデル.{0,24}(?:見つかりません|存在しません)|modell.{0,30}nicht (?:gefunden|verfügbar)|modèle.{0,30}introuvable|modelo.{0,30}no (?:se )?(?:encontr|existe|disponible)/g,
    means: says('not_found_error', 'model not found'),
  },
  {
    words:
      /credit balance|(?:insufficient|not enough|more|out of|add) (?:api )?(?:credit|fund|balance)|payment required|クレジット.{0,9}不足|guthaben|crédits? insuffisant|(?:crédito|saldo) insuficiente/g,
    means: says('billing_error'),
  },
  {
    words:
      /api[ -]?key\b.{0,30}(?:not (?:set|found|provided|configured)|missing|is required|must be set|empty|undefined)|(?:missing|no|without an?|provide an?) (?:valid |the )?(?:anthropic |claude )?api[ -]?key|未(?:设置|配置).{0,12}(?:api ?key|密钥)|apiキー.{0,9}(?:設定されて|必要)/g,
    means: says('_OTHER', 'Could not resolve authentication method'),
  },
  {
    words: /aiplatform.{0,80}\bquota|quota\b.{0,60}aiplatform/g,
    means: { ...says('rate_limit_error', 'RESOURCE_EXHAUSTED'), 'gen_ai.provider.name': 'gcp.vertex_ai' },
  },
  {
    words:
      /(?<![=:.\d] ?|\d,)\b529\b(?=$|[ ,.;)])(?! ?m?s\b)|\boverloaded\b|at capacity|\b(?:high|heavy) (?:demand|traffic|load)|过载|過負荷|überlast|surcharg|sobrecarg/g,
    means: says('overloaded_error'),
  },
  {
    words: /anthropic\.com\/(?:messages|complete|chat)|\/v1\/v1\//g,
    means: { ...status(404), 'anthropic.error.body': 'text' },
  },
  {
    words: /publishers\/google\/models\/claude/g,
    means: { ...status(404), 'url.full': 'publishers/google/models/claude' },
  },
];

/** Words that alone show a failure of a step. */
export const STEP_SYMPTOMS: readonly Symptom[] = [
  {
    words: /aborted by (?:the )?user|request was (?:aborted|cancell?ed)/g,
    means: says('APIUserAbortError'),
  },
  {
    words:
      /bad gateway|empty or malformed response|upstream connect error|no generation chunks|\bstr object has no attribute|gateway time-?out|no available (?:channel|account|provider)|(?:got|received|returned|returns|unexpected|is) (?:an? )?(?:html|<!doctype|non-json)|unexpected token <|\bhtml (?:body|page|response|instead)|method not allowed|cloudflare\b.{0,30}\b52\d|无可用|没有可用|上游|\bdistributor\b|response from provider|\(request id: \d{14}/g,
    means: ENDPOINT,
  },
  {
    words:
      /\btim(?:ed|es|ing)[ -]out\b|time-?out ?(?:error|exception)|(?<!proxy )\bread timeout|timeout (?:occurred|beim|nach|after|while|waiting|when|calling|connecting)|\bhung for|no (?:response|reply|headers).{0,24} \d{1,6} ?m?s|deadline exceeded|took too long|超时|逾時|タイムアウト|zeitüberschreitung|délai.{0,24}(?:dépassé|expir)|tiempo de espera/g,
    means: TIMEOUT,
  },
  {
    words:
      /connection ?error|\brequest to https?:\S{1,200} failed\b|(?:(?:unable|failed|able) to|can ?no?t|could ?n[o']?t) (?:connect|reach|establish|access (?:the )?(?:claude|anthropic))|fetch failed|failed to fetch|error sending request|server disconnected|network problem|socket hang|no internet|\b(?:keine verbindung|no connection|pas de connexion|sin conexión|nessuna connessione)\b|连不上|通信エラー|impossible de se connecter|no se (?:pudo|puede) conectar/g,
    means: CONNECTION,
  },
  {
    words:
      /rate[ -]?limited|\bin cooldown\b|rate limits? ?(?:exceeded|error)|too many (?:requests|tokens per)|throttl(?:ed|ing)|resource exhausted|exhausted this models|\b(?:hit|reached) (?:your|the|my|its|our) (?:[\w-]{1,16} ){0,3}limit|(?<!time )limit (?:has been |was |is )?(?:reached|exceeded|hit)\b|\b(?:usage cap|[tr]pm)\b.{0,24}exceeded|limit erreicht|l[ií]mite.{0,40}(?:superad|alcanz|exced|ating|atteint|dépass)|限流|限速|请求(?:过|太)|制限に達|リクエストが多|zu viele anfragen|trop de requêtes|demasiadas (?:solic|petic)/g,
    means: LIMITS,
  },
  {
    words:
      /unauthori[sz]ed|lacks? (?:the )?required scope|(?:invalid|incorrect) (?:\w{1,12} )?(?:api key|credentials)|\bforbidden\b|access denied|no credentials|\bbedrock:invoke|(?:retriev|load|locat|resolv|refresh)\w{0,3} (?:\w{1,12} ){0,3}credentials|permission denied|re-?authenticat|(?:please|must|need to) (?:run \/login|log ?in|sign in)|鉴权|未授权|无权|欠费|zugriff verweigert|nicht autorisiert|accès refusé|non autorisé|acceso denegado|no autorizado/g,
    means: IDENTITY,
  },
  {
    words:
      /internal (?:server )?error|(?:(?:temporari|current)ly|service) unavailable|\b(?:server|service)(?:s|-side)? (?:is |are )?(?:busy|down|errors?)\b|\b(?:anthropic|claude|api|sonnet|opus|haiku) (?:is|are|was|seems|appears) (?:to be )?(?:currently )?down\b|\boutage\b|unable to process your request|繁忙|内部错误|混雑|内部エラー|serverfehler|erreur interne|service indisponible|error interno|servicio no disponible/g,
    means: SERVICE,
  },
  {
    words:
      /\bstream idle timeout|\bstream\w{0,4} (?:\w{2,4} )?(?:end|clos|finish|terminat|stop)\w{0,4} (?:un|prem|early|abrupt|before|without)|none or empty|(?:un|no )parseable|response was filtered|\b(?:empty|blank) (?:model |llm )?(?:text|response|content|message|reply|answer|completion|output|result)|\b(?:response|content|answer|reply|output|message) (?:\w{2,5} ){1,2}(?:empty|blank)|\bno (?:response|content|text|output) (?:in|from|was|returned)|received 0\b|空(?:响应|回复|内容|白)|(?:返回|内容|响应|回复)(?:内容)?(?:为|是)?空|空の(?:応答|レスポンス|回答)|leere antwort|réponse vide|respuesta vacía|\btruncate[sd]\b|\bcut off\b|payload is incomplete|\bstops? (?:generating|responding|streaming|in the middle|halfway)|\bmax(?:imum)? iterations|\bno text\b|\bhangs? (?:forever|after|in the)|断了|mitten im|途中で/g,
    means: RESPONSE,
  },
  {
    words:
      /bad request|validation ?(?:error|exception|failed)|unprocessable|extra(?:neous)? (?:inputs|fields|key)|input should be|cannot both be|invalid request|exceeds? the models? |may only contain|must (?:contain|match)|\btoo (?:large|big)\b|mutually exclusive|must be (?:of type|less|greater|at (?:least|most)|a |an |one of)/g,
    means: refused(),
  },
];

/** Topics of the steps. They show a failure only near a word of failure. */
export const TOPICS: readonly Symptom[] = [
  {
    words:
      /\btime-?outs?\b(?! ?(?:[:=(]? ?\d|ms\b|is set|setting|config|param|option))|\b(?:connect(?:ion|ing|ed)?|network|dns|host|socket|ssl|tls|certificate|(?<!-)proxy|firewall)\b|连接|网络|证书|接続|ネットワーク|verbindung|netzwerk|connexion|réseau|conexi[oó]n/g,
    means: CONNECTION,
  },
  {
    words:
      /\b(?:gateway|upstream|base ?url|api base|endpoints?|route|captcha|cloudflare|regions?|country|50[24]|52[0-7])\b|渠道|中转|地区|ゲートウェイ/g,
    means: ENDPOINT,
  },
  {
    words:
      /(?<!-)\brate[ -]?limits?(?:ing)?\b(?! ?\d)|\bquotas?\b|\b(?:usage|request|token|spend) limits?\b|\b(?:tokens|requests) per\b|(?<![.\d])\b429\b(?! ?(?:tokens|m?s)\b)|频率|速率|配额|レート ?制限|クォータ|ratenlimit|kontingent|l[ií]mite de/g,
    means: LIMITS,
  },
  {
    words:
      /\bcredentials?\b|\b(?:api|access|secret|auth|oauth|bearer)[ -]?(?:key|token)s?\b|\bauth(?:entication|orization|enticate)?\b|\b(?:permissions?|access (?:to|is|was)|log ?in|session|organizations?|account|workspace|billing|credits?|balance|subscription|40[123])\b|密钥|令牌|认证|授权|权限|余额|额度|账户|apiキー|認証|権限|schlüssel|berechtigung|anmeldung|authentification|clé|autenticaci[oó]n|clave|permiso/g,
    means: IDENTITY,
  },
  {
    words:
      /\b(?:(?:model|llm|api) response|output|completion|stream(?:ing|ed)?|sse|chunks?|tool (?:calls?|use|input|arguments?)|stop reason|answer|reply)\b|流式|回复|ストリーム|応答|antwort|réponse|respuesta/g,
    means: RESPONSE,
  },
  {
    words:
      /(?<![.\d])\b(?:500|503|529)\b(?! ?(?:tokens|m?s)\b)|\b(?:claude|anthropic|ai|api|llm)s? (?:server|service)s?\b|服务器|服务|サーバー|serveur|servidor/g,
    means: SERVICE,
  },
];

/** Topics of a request. They also occur near words about other steps. */
export const REQUEST_TOPICS: readonly Symptom[] = [
  {
    words:
      /\b(?:(?:first|system|last|assistant|user) (?:message|content)|param(?:eter)?s?|arguments?|fields?|property|schema|payload|request body|input|required key|model|resource|prompt|context|image|pdf|roles?|thinking|temperature|top [pk]|max tokens|cache control|tools?|4(?:00|04|13|22))\b|参数|模型|请求|リクエスト|パラメータ|モデル|anfrage|modell|requête|paramètre|modèle|solicitud|petición|parámetro|modelo/g,
    means: refused(),
  },
];

/** Words of a failure, which do not show its step. */
export const FAILURE: RegExp =
  /\b(?:fail|error\b(?! ?(?:handl|details|output|logs?\b)|[ =:]{1,2}0)|errors\b(?!=|: 0)|invalid|incorrect|wrong|expired|missing|malformed|not\b|cannot|cant\b|could ?n|unable|refus(?!als?\b)|reject|den(?:y|ie)|unexpected|exceed|too (?:long|large|many|big)|reached|lost|closed|drop|reset\b|br[oe]k|interrupt|abort|disconnect|terminat|required\b|truncat|incomplete|unavailable|unsupported|unknown|insufficient|revoked|disabled|suspended|ban|block(?:ed|s)|trouble|problem|elevated|killed|does ?nt?\b|only available|expected|should (?:always|be|have|not)|no (?:auth|valid|such|endpoints?)\b)|exception|(?<=\w)error\b|错误|失败|异常|报错|出错|无法|不能|不支持|不可用|不存在|不足|无效|过期|中断|超|受限|エラー|無効|できな|できません|fehl|ungültig|abgelehnt|nicht|erreur|échou|impossible|falló|falla|inválid|no (?:es )?(?:válid|se pudo)|superad|erreicht/;
