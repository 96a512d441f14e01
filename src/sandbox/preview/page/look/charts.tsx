import { classes, sizeOf, type PropsOf } from './props';

/* Look-alikes of what HubSpot draws. */

const RADIUS = 28;
const ROUND = 2 * Math.PI * RADIUS;
const GOOD = 67;
const FAIR = 34;

export function ScoreCircle({ score }: PropsOf<'ScoreCircle'>) {
  const tone = score >= GOOD ? 'good' : score >= FAIR ? 'fair' : 'poor';
  return (
    <svg className={`score score-${tone}`} viewBox="0 0 64 64" role="img" aria-label={`Score ${score} of 100`}>
      <circle className="score-track" cx="32" cy="32" r={RADIUS} />
      <circle
        className="score-part"
        cx="32"
        cy="32"
        r={RADIUS}
        strokeDasharray={`${(ROUND * score) / 100} ${ROUND}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="32" dy="0.36em" textAnchor="middle">
        {score}
      </text>
    </svg>
  );
}

export function ProgressBar(props: PropsOf<'ProgressBar'>) {
  const { title, value = 0, maxValue = 100, valueDescription, variant, showPercentage } = props;
  const share = maxValue === 0 ? 0 : Math.min(1, Math.max(0, value / maxValue));
  const shown = valueDescription ?? (showPercentage ? `${Math.round(share * 100)} %` : '');
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{title}</span>
        <span className="progress-value">{shown}</span>
      </div>
      <div
        className={classes('progress-track', variant && `progress-${variant}`)}
        role="progressbar"
        aria-label={props['aria-label'] ?? title ?? 'Progress'}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={maxValue}
      >
        <div className="progress-part" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** HubSpot names every step only in the default variant; in the others the current one. To a screen reader they all have names. */
export function StepIndicator(props: PropsOf<'StepIndicator'>) {
  const { stepNames, currentStep = 0, circleSize, direction, variant = 'default' } = props;
  const look = [`steps-${sizeOf(circleSize, 'sm')}`, `steps-${variant}`, direction === 'vertical' && 'steps-vertical'];
  return (
    <ol className={classes('steps', ...look)}>
      {stepNames.map((name, index) => (
        <li
          key={name}
          className={index < currentStep ? 'step step-done' : index === currentStep ? 'step step-now' : 'step'}
          aria-current={index === currentStep ? 'step' : undefined}
        >
          <span className="step-circle" aria-hidden="true">
            {index < currentStep ? '✓' : ''}
          </span>
          <span className={variant === 'default' || index === currentStep ? 'step-name' : 'for-readers'}>{name}</span>
        </li>
      ))}
    </ol>
  );
}
